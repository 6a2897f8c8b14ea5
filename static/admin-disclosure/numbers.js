/* Settings of the desk: the example below each pattern follows what is typed. The server checks. */
document.addEventListener("DOMContentLoaded", () => {
  const prefix = document.getElementById("id_prefix");
  const year = String(new Date().getFullYear());
  for (const output of document.querySelectorAll("output.number-example")) {
    const field = document.getElementById(output.htmlFor[0]);
    if (!field || !prefix) continue;
    const show = () => {
      const number = field.value
        .replaceAll("{prefix}", prefix.value)
        .replaceAll("{year}", year)
        .replace(/\{serial(?::0([1-9])d)?\}/g, (_found, width) => "12".padStart(Number(width || 0), "0"));
      output.textContent = /[{}]/.test(number) || !field.value.includes("{year}") || !field.value.includes("{serial") ? "—" : number;
    };
    field.addEventListener("input", show);
    prefix.addEventListener("input", show);
  }
});
