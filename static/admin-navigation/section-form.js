/* The section form: the link fields stand there only while the kind is a link. */
document.addEventListener("DOMContentLoaded", () => {
  const kind = document.getElementById("id_kind");
  const links = document.querySelector(".section-link-fields");
  if (!kind || !links) return;
  const show = () => { links.hidden = kind.value !== "link"; };
  kind.addEventListener("change", show);
  show();
});
