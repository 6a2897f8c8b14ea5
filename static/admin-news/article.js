/* Leaving a half-written article asks first; a library section opens 文件信息. */
"use strict";
(function () {
  let changed = false;
  let saving = false;
  document.addEventListener("DOMContentLoaded", function () {
    const form = document.getElementById("article_form");
    if (!form) return;
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("change", function () { changed = true; });
    form.addEventListener("submit", function () { saving = true; });
    if (window.CKEDITOR) {
      window.CKEDITOR.on("instanceReady", function (event) {
        event.editor.on("change", function () { changed = true; });
      });
    }
  });
  document.addEventListener("DOMContentLoaded", function () {
    const section = document.getElementById("id_section");
    const details = document.querySelector(".document-details details");
    if (!section || !details) return;
    const libraries = (section.dataset.libraries || "").split(",");
    const open = function () { if (libraries.includes(section.value)) details.open = true; };
    section.addEventListener("change", open);
    open();
  });
  // Django puts the cursor on the first control of a new form, which is 保存 above it.
  window.addEventListener("load", function () {
    const first = document.activeElement;
    if (first && first.name === "_save") document.getElementById("id_title")?.focus();
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed && !saving) event.preventDefault();
  });
})();
