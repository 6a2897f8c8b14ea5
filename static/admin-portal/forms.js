/* Forms: names for the controls that Django's pages leave without one. */
"use strict";
window.addEventListener("load", () => {
  const named = (control) => control.labels?.length || control.hasAttribute("aria-label");
  const call = (control, ...words) => {
    const name = words.map((word) => word && word.textContent.trim()).filter(Boolean).join(" ");
    if (name && !named(control)) control.setAttribute("aria-label", name);
  };
  // A date and a time in one field: the words before each are no labels.
  document.querySelectorAll(".datetime input").forEach((control) => {
    const field = control.closest(".form-row, .fieldBox, td");
    call(control, field && field.querySelector("legend, label"), control.previousSibling);
  });
  // Rows below a form: a cell is named by its column.
  document.querySelectorAll(".tabular table").forEach((table) => {
    const heads = [...table.tHead.rows[0].cells];
    table.querySelectorAll("tbody :is(input, select, textarea):not([type=hidden])").forEach((control) => {
      const cell = control.closest("td");
      if (!cell) return;
      const before = [...cell.parentNode.cells].slice(0, cell.cellIndex);
      const column = before.reduce((sum, one) => sum + one.colSpan, 0);
      let seen = 0;
      call(control, heads.find((head) => (seen += head.colSpan) > column));
    });
  });
  // A lookup shows only its value to a screen reader.
  document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
    const label = select.labels[0];
    const shown = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!label || !shown) return;
    label.id ||= `${select.id}-label`;
    shown.setAttribute("aria-labelledby", `${label.id} ${shown.getAttribute("aria-labelledby") || ""}`.trim());
    const value = shown.querySelector("[role=textbox]");
    if (value) value.setAttribute("aria-labelledby", label.id);
  });
});
