/* Lists: every cell carries its column's name, which the style sheet shows on a narrow screen, and
   a control in a cell is called by its row and column. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("result_list");
  if (!table) return;
  const names = [...table.tHead.rows[0].cells].map((cell) => {
    const text = cell.querySelector(".text");
    return (text || cell).textContent.trim();
  });
  for (const row of table.tBodies[0].rows) {
    const subject = row.querySelector("th") ? row.querySelector("th").textContent.trim() : "";
    [...row.cells].forEach((cell, index) => {
      // A dash stands for nothing; on a card it says no more than leaving it out.
      if (cell.textContent.trim() === "-" && !cell.children.length) cell.classList.add("is-empty");
      if (names[index] && !cell.classList.contains("action-checkbox")) cell.dataset.name = names[index];
      cell.querySelectorAll(":is(input, select):not([type=hidden], .action-select)").forEach((control) => {
        control.setAttribute("aria-label", `${subject} ${names[index]}`);
      });
    });
  }
  table.classList.add("named");
});
