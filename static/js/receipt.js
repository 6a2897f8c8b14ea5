// The receipt: copy a number or a code. Without this file people select and copy by hand.
const live = document.getElementById('live');

for (const button of document.querySelectorAll('[data-copy-text]')) {
  button.addEventListener('click', async () => {
    const label = button.querySelector('span');
    try {
      await navigator.clipboard.writeText(button.dataset.copyText);
      label.textContent = live.textContent = '已复制';
    } catch {
      label.textContent = live.textContent = '请手动复制';
    }
  });
}
