// Article tools: print, copy the address, read aloud; wide tables scroll or become cards.
on($('[data-print]'), 'click', () => print());
const copy = $('[data-copy]');
on(copy, 'click', async () => {
  const label = $('span', copy);
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    label.textContent = '已复制';
  } catch {
    label.textContent = '请手动复制地址栏中的网址';
  }
  say(label.textContent);
  setTimeout(() => { label.textContent = before; }, 3000);
});

const speak = $('[data-speak]');
const body = $('#art-body');
const voice = window.speechSynthesis;
if (speak) speak.hidden = !voice || !body;
if (speak && voice && body) {
  const stop = () => {
    voice.cancel();
    aria(speak, 'pressed', false);
  };
  on(window, 'pagehide', stop);
  on(speak, 'click', () => {
    if (speak.getAttribute('aria-pressed') === 'true') return stop();
    voice.cancel();
    aria(speak, 'pressed', true);
    // Sentence by sentence: some engines fall silent after about fifteen seconds of one text.
    const parts = `${$('h1').textContent}。${body.innerText}`.match(/[^。！？\n]+[。！？]?/g) || [];
    parts.forEach((part, index) => {
      const words = new SpeechSynthesisUtterance(part);
      words.lang = 'zh-CN';
      if (index === parts.length - 1) words.onend = stop;
      voice.speak(words);
    });
  });
}

for (const table of $$('.prose table')) {
  const box = document.createElement('div');
  const heads = $$('thead th', table);
  box.className = 'scroll';
  table.replaceWith(box);
  box.append(table);
  if (heads.length > 1 && !$('[colspan], [rowspan]', table)) {
    table.className = 'cardt';
    table.setAttribute('role', 'table');
    for (const row of $$('tr', table)) {
      row.setAttribute('role', 'row');
      [...row.cells].forEach((cell, index) => {
        const head = row.parentNode.tagName === 'THEAD';
        cell.setAttribute('role', head ? 'columnheader' : cell.tagName === 'TH' ? 'rowheader' : 'cell');
        cell.dataset.l = heads[index]?.textContent || '';
        cell.classList.toggle('t', !index);
      });
    }
  } else if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
  }
}
