/* The section tree: drag and drop, show/hide without a reload. Everything also works without this file. */
(() => {
  "use strict";
  const form = document.getElementById("section-form");
  if (!form) return;
  const table = form.querySelector(".section-tree");
  const status = document.getElementById("section-status");
  const rows = [...table.querySelectorAll("tr[data-id]")];
  const rowOf = (id) => document.getElementById(`section-${id}`);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let hush;

  function say(text, isError) {
    status.textContent = text;
    status.classList.toggle("is-error", Boolean(isError));
    clearTimeout(hush);
    hush = setTimeout(() => { status.textContent = ""; }, isError ? 8000 : 3000);
  }

  async function post(url, fields) {
    const response = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(fields),
    });
    if (!(response.headers.get("Content-Type") || "").includes("json")) {
      throw new Error(`HTTP ${response.status}`);
    }
    return { ok: response.ok, ...(await response.json()) };
  }

  function goTo(url) {
    /* Same page, other fragment: assigning location alone would not load it anew. */
    history.replaceState(null, "", url);
    location.reload();
  }

  // --- Show and hide ----------------------------------------------------------------------------
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "set") return;
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    toggle(button);
  });

  async function toggle(button) {
    const [id, name, value] = button.value.split(":");
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await post(button.formAction, { set: button.value });
      say(answer.message, !answer.ok);
      if (!answer.ok) return;
      if (name === "active") return goTo(`${location.pathname}#section-${id}`);
      button.setAttribute("aria-pressed", value === "1" ? "true" : "false");
      button.value = `${id}:${name}:${value === "1" ? "0" : "1"}`;
    } catch {
      location.reload();
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  // --- Drag and drop ----------------------------------------------------------------------------
  const PLACES = ["before", "inside", "after"];
  let drag = null;

  function isBelow(row, ancestor) {
    for (let id = row.dataset.id; id; id = rowOf(id).dataset.parent) {
      if (id === ancestor.dataset.id) return true;
    }
    return false;
  }

  function placeAt(x, y) {
    const under = document.elementFromPoint(x, y);
    const row = under && under.closest("tr[data-id]");
    if (!row || isBelow(row, drag.row)) return null;
    const box = row.getBoundingClientRect();
    const part = (y - box.top) / box.height;
    let where = part < 0.3 ? "before" : part > 0.7 ? "after" : "inside";
    const next = row.nextElementSibling;
    // Just below an open parent means: its first child.
    if (where === "after" && next && next.dataset.parent === row.dataset.id && next !== drag.row) {
      return "beside" in next.dataset ? { row: next, where: "before" } : null;
    }
    if (where !== "inside" && !("beside" in row.dataset)) where = "inside";
    if (where === "inside" && !("inside" in row.dataset)) return null;
    return { row, where };
  }

  function mark(place) {
    rows.forEach((row) => row.classList.remove(...PLACES.map((name) => `drop-${name}`)));
    if (place) place.row.classList.add(`drop-${place.where}`);
  }

  function scrollAtEdge(y) {
    const edge = 60;
    if (y < edge) window.scrollBy(0, -12);
    if (y > innerHeight - edge) window.scrollBy(0, 12);
  }

  function start(event) {
    if (event.button) return;
    const row = event.currentTarget.closest("tr");
    event.currentTarget.setPointerCapture(event.pointerId);
    drag = { row, x: event.clientX, y: event.clientY, place: null, moved: false };
  }

  function carry(event) {
    if (!drag) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    if (!drag.moved) {
      drag.moved = true;
      table.classList.add("dragging");
      rows.filter((row) => isBelow(row, drag.row)).forEach((row) => row.classList.add("carried"));
    }
    drag.place = placeAt(event.clientX, event.clientY);
    mark(drag.place);
    scrollAtEdge(event.clientY);
  }

  function letGo() {
    mark(null);
    table.classList.remove("dragging");
    rows.forEach((row) => row.classList.remove("carried"));
    drag = null;
  }

  function finish() {
    if (!drag) return;
    const { row, place, moved } = drag;
    letGo();
    if (moved && place) drop(row, place);
  }

  async function drop(row, place, confirmed = "") {
    const fields = { section: row.dataset.id, target: place.row.dataset.id, where: place.where, confirmed };
    try {
      const answer = await post(form.dataset.drop, fields);
      if (answer.url) return goTo(answer.url);
      if (answer.question && (await ask(answer))) return drop(row, place, answer.confirmed);
      if (answer.message) say(answer.message, true);
    } catch {
      location.reload();
    }
  }

  function ask({ question, examples }) {
    const dialog = document.getElementById("section-confirm");
    dialog.querySelector(".question").textContent = question;
    dialog.querySelector(".examples").replaceChildren(
      ...examples.map(([before, after]) => {
        const item = document.createElement("li");
        item.textContent = `${before} → ${after}`;
        return item;
      }),
    );
    return new Promise((resolve) => {
      dialog.returnValue = "no";
      dialog.querySelectorAll("button").forEach((button) => {
        button.onclick = () => dialog.close(button.value);
      });
      dialog.onclose = () => resolve(dialog.returnValue === "yes");
      dialog.showModal();
    });
  }

  // --- Handles, menus, the row the page came back to --------------------------------------------
  table.querySelectorAll("button.handle").forEach((handle) => {
    handle.disabled = false;
    handle.addEventListener("pointerdown", start);
    handle.addEventListener("pointermove", carry);
    handle.addEventListener("pointerup", finish);
    handle.addEventListener("pointercancel", letGo);
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!step) return;
      event.preventDefault();
      const button = handle.closest("tr").querySelector(`.shift[value$=":${step}"]`);
      if (button) form.requestSubmit(button);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drag) letGo();
    table.querySelectorAll(".more[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    table.querySelectorAll(".more[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.querySelectorAll(".needs-script").forEach((element) => { element.hidden = false; });
  // After the browser's own jump to the fragment, which takes the focus away.
  window.addEventListener("load", () => setTimeout(() => {
    const here = /^#section-\d+$/.test(location.hash) && document.querySelector(location.hash);
    const handle = here && here.querySelector("button.handle");
    if (handle) handle.focus({ preventScroll: true });
  }));
})();
