// Suggestions while typing in a search box: an editable combobox with a list below it, after the
// WAI-ARIA Authoring Practices. Fetched by site.js when a box is first used; without it the boxes
// are plain forms.
const WAIT = 150; // milliseconds after the last key
const live = document.getElementById('live');
const known = new Map(); // typed text → words, as long as the page is open
const sheet = document.createElement('link');
const styled = new Promise(done => { sheet.onload = sheet.onerror = done; });

function enhance(input, number) {
  const form = input.form;
  const list = document.createElement('ul');
  let request = null; // aborts what was asked before
  let timer = 0;
  let at = -1; // the chosen option; -1: what was typed

  list.id = `suggest-${number}`;
  list.className = 'suggest';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', '检索建议');
  form.classList.add('combo');
  form.append(list);
  const attributes = {
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': false,
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  const isOpen = () => !list.hidden;
  const typed = () => input.value.trim();

  function choose(index) {
    at = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', i === at));
    if (at < 0) {
      input.removeAttribute('aria-activedescendant');
    } else {
      input.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    }
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute('aria-expanded', false);
    choose(-1);
  }

  function show(words) {
    if (!words.length || document.activeElement !== input) {
      close();
      return;
    }
    list.replaceChildren(...words.map((word, index) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${index}`;
      option.setAttribute('role', 'option');
      option.textContent = word;
      return option;
    }));
    list.hidden = false;
    input.setAttribute('aria-expanded', true);
    choose(-1);
    live.textContent = `有${words.length}条检索建议，用上下方向键选择`;
  }

  async function ask() {
    const text = typed();
    request?.abort();
    if (!text) {
      close();
      return;
    }
    if (!known.has(text)) {
      request = new AbortController();
      try {
        const address = new URL(`suggest/?${new URLSearchParams({ q: text })}`, form.action);
        const response = await fetch(address, { signal: request.signal });
        if (!response.ok) return;
        known.set(text, (await response.json()).words);
      } catch {
        return; // aborted, or no connection: the form itself works all the same
      }
    }
    await styled;
    if (typed() === text) show(known.get(text));
  }

  function accept(index) {
    input.value = list.children[index].textContent;
    close();
    form.requestSubmit();
  }

  // What an input method is still composing is nobody's word yet.
  const soon = event => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  input.addEventListener('input', soon);
  input.addEventListener('compositionend', soon);
  input.addEventListener('blur', close);
  form.addEventListener('submit', close);

  const keys = {
    ArrowDown: () => (isOpen() ? choose(at + 1 < list.children.length ? at + 1 : -1) : ask()),
    ArrowUp: () => isOpen() && choose(at < 0 ? list.children.length - 1 : at - 1),
    Enter: () => accept(at),
    Escape: () => close(),
  };
  input.addEventListener('keydown', event => {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229 || !keys[key]) return;
    // Enter sends what was typed, Escape empties the box, unless the list has something to say.
    if ((key === 'Enter' && at < 0) || (key === 'Escape' && !isOpen())) return;
    event.preventDefault();
    keys[key]();
  });

  // The box keeps the focus while an option is pressed.
  list.addEventListener('mousedown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const index = [...list.children].indexOf(event.target.closest('li'));
    if (index >= 0) accept(index);
  });
}

const boxes = [...document.querySelectorAll('[data-suggest]')];
sheet.rel = 'stylesheet';
sheet.href = boxes[0].dataset.sheet;
document.head.append(sheet);
boxes.forEach(enhance);
// Somebody may have typed before the script arrived.
boxes.find(box => box === document.activeElement && box.value !== box.defaultValue)
  ?.dispatchEvent(new Event('input'));
