/* Focal point of a picture: click the preview or move the mark with the arrow keys. */
(() => {
  const clamp = (value) => Math.min(100, Math.max(0, Math.round(value)));

  function connect(box) {
    const fields = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];
    const mark = box.querySelector(".focal-mark");
    const now = box.parentElement.querySelector(".focal-now");
    if (fields.some((field) => !field)) return;

    function show() {
      const [x, y] = fields.map((field) => clamp(Number(field.value) || 0));
      mark.style.left = `${x}%`;
      mark.style.top = `${y}%`;
      now.textContent = `横 ${x}%，纵 ${y}%`;
    }
    function set(x, y) {
      fields[0].value = clamp(x);
      fields[1].value = clamp(y);
      show();
    }
    box.addEventListener("click", (event) => {
      const frame = box.querySelector("img").getBoundingClientRect();
      set(((event.clientX - frame.left) / frame.width) * 100, ((event.clientY - frame.top) / frame.height) * 100);
    });
    box.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 10 : 1;
      const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (!move) return;
      event.preventDefault();
      set(Number(fields[0].value) + move[0], Number(fields[1].value) + move[1]);
    });
    fields.forEach((field) => field.addEventListener("input", show));
    show();
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-focal]").forEach(connect));
})();
