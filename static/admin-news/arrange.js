/* Dragging blocks (home page, topic pages); the arrow buttons do the same without a mouse. */
"use strict";
document.addEventListener("DOMContentLoaded", function () {
  const body = document.querySelector("#result_list tbody");
  const form = document.getElementById("changelist-form");
  if (!body || !form) return;
  const rows = function () { return Array.from(body.querySelectorAll("tr")); };
  let dragged = null;

  function save() {
    const order = rows().map(function (row) { return Number(row.querySelector(".grip").dataset.block); });
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch("arrange/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ order: order }),
    }).then(function (response) { if (!response.ok) window.location.reload(); })
      .catch(function () { window.location.reload(); });
  }

  rows().forEach(function (row) {
    const grip = row.querySelector(".grip");
    if (!grip) return;
    // Only a row held by its grip may be dragged, so that its text can still be selected.
    grip.addEventListener("pointerdown", function () { row.draggable = true; });
    row.addEventListener("pointerup", function () { row.draggable = false; });
    row.addEventListener("dragstart", function (event) {
      dragged = row;
      row.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", grip.dataset.block);
    });
    row.addEventListener("dragover", function (event) {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      row.classList.add("target");
    });
    row.addEventListener("dragleave", function () { row.classList.remove("target"); });
    row.addEventListener("drop", function (event) {
      event.preventDefault();
      row.classList.remove("target");
      if (!dragged || dragged === row) return;
      body.insertBefore(dragged, row);
      save();
    });
    row.addEventListener("dragend", function () {
      row.draggable = false;
      row.classList.remove("dragged");
      dragged = null;
    });
  });
});
