/* Hands the chosen picture to the editor that opened this window. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-address]");
  const editor = window.opener && window.opener.CKEDITOR;
  if (!button || !editor) return;
  const alt = button.dataset.alt;
  editor.tools.callFunction(Number(document.body.dataset.number), button.dataset.address, function () {
    // Called with the open dialog: fill in the picture's description where none was typed.
    const dialog = this.getDialog && this.getDialog();
    if (dialog && dialog.getContentElement("info", "alt") && !dialog.getValueOf("info", "alt")) {
      dialog.setValueOf("info", "alt", alt);
    }
  });
  window.close();
});
