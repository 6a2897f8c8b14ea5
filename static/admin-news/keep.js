/* What is being written is kept in this browser tab, so that a session that ended, a line that broke
   or a closed page loses no text. Offered on the same form until it was saved or thrown away. */
"use strict";
window.addEventListener("load", () => {
  const PREFIX = "kept:";
  const saved = document.querySelector(".messagelist .success");
  const form = document.getElementById("article_form");
  const offer = document.getElementById("kept-copy");

  function read(key) {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  }

  // Saved: what was sent has arrived.
  if (saved) {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && read(key)?.sent) sessionStorage.removeItem(key);
    }
  }
  if (!form || !offer) return;

  const key = `${PREFIX}${offer.dataset.user}:${location.pathname}`;
  const editors = () => Object.values(window.CKEDITOR ? window.CKEDITOR.instances : {});
  // Rows below the form (attachments) come with files, which nobody can put back.
  const controls = () => [...form.elements].filter((control) =>
    control.name && !control.name.includes("-") && !["file", "submit", "button"].includes(control.type)
    && control.name !== "csrfmiddlewaretoken");

  function values() {
    const found = {};
    editors().forEach((editor) => editor.updateElement());
    controls().forEach((control) => {
      const list = found[control.name] ||= [];
      if (control.type === "checkbox" || control.type === "radio") { if (control.checked) list.push(control.value); }
      else if (control.multiple) list.push(...[...control.selectedOptions].map((option) => option.value));
      else list.push(control.value);
    });
    return found;
  }

  function keep(sent) {
    try { sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, values: values() })); } catch { /* full or forbidden: nothing is kept */ }
  }

  function put(kept) {
    controls().forEach((control) => {
      const list = kept[control.name];
      if (!list) return;
      if (control.type === "checkbox" || control.type === "radio") control.checked = list.includes(control.value);
      else if (control.multiple) [...control.options].forEach((option) => { option.selected = list.includes(option.value); });
      else if (control.tagName !== "SELECT" || [...control.options].some((option) => option.value === list[0])) control.value = list[0];
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
    editors().forEach((editor) => editor.setData(editor.element.getValue()));
  }

  function show(copy) {
    offer.querySelector("time").textContent = new Date(copy.at).toLocaleString("zh-CN");
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.name === "take") put(copy.values);
      else sessionStorage.removeItem(key);
      offer.hidden = true;
    });
  }

  const copy = read(key);
  if (copy && !form.querySelector(".errornote")) {
    const version = form.elements.version ? form.elements.version.value : "";
    const [entry] = performance.getEntriesByType("navigation");
    const cameBack = document.referrer.includes("/login/") || entry?.type !== "navigate";
    // Sent from here and gone through, unless signing in or a broken line came between.
    const arrived = copy.sent && (version ? version !== copy.values.version?.[0] : !cameBack);
    if (arrived) sessionStorage.removeItem(key);
    else show(copy);
  }

  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(keep, 1500, false); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => { clearTimeout(waiting); keep(true); });
  editors().forEach((editor) => editor.on("change", later));
});
