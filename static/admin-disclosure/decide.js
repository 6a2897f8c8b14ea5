// Fields follow the choice and the preview follows the fields, without leaving the page. Without
// this file the buttons named "ask" do the same by sending the form.
document.addEventListener("DOMContentLoaded", () => {
  const region = document.querySelector("[data-ask]");
  if (!region) return;
  const form = region.closest("form");
  let waiting = 0, asked = 0;

  const ask = async (value, whole) => {
    const turn = ++asked, data = new FormData(form);
    data.set("ask", value);
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    const name = whole ? "[data-ask]" : "[data-preview]";
    const [here, there] = [document.querySelector(name), page.querySelector(name)];
    if (!here || !there) throw new Error("no region");
    const focused = document.activeElement && document.activeElement.name;
    here.replaceChildren(...there.childNodes);
    if (whole && focused) {
      const again = form.querySelector(`[name="${CSS.escape(focused)}"]:not([type=radio])`);
      if (again) again.focus();
    }
    document.documentElement.classList.add("asks-itself");
  };

  document.documentElement.classList.add("asks-itself");
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-switch] select")) {
      clearTimeout(waiting);
      ask("fields", true).catch(() => form.requestSubmit(region.querySelector("[name=ask]")));
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-switch] > div > select, [type=file]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask("preview", false).catch(() => {}), 900);
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    clearTimeout(waiting);
    ++asked;
    if (!button || button.name !== "ask" || button.dataset.plain) return;
    event.preventDefault();
    ask(button.value, button.value !== "preview").catch(() => {
      button.dataset.plain = "1";
      form.requestSubmit(button);
    });
  });
});
