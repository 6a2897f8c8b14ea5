// Comfort for the application form; every function of it works without this file.
// Hints while typing, a draft kept from time to time, the proof of work, lists of chosen files.
(() => {
  const form = document.querySelector('[data-apply]');
  const live = document.getElementById('live');
  const HINT_WAIT = 900; // milliseconds after the last key
  const SAVE_EVERY = 20000;
  const HINT_FROM = 4; // characters
  let sent = false;
  let dirty = false;

  document.getElementById('mistakes')?.focus();

  // --- What is published already -----------------------------------------------------------------
  for (const box of form.querySelectorAll('[data-found]')) {
    const fields = ['title', 'description'].map(name => form.elements[`${box.dataset.of}-${name}`]);
    let timer = 0;
    let request = null;
    let asked = '';

    const ask = async () => {
      const [title, description] = fields.map(field => field.value.trim());
      const words = title || description.slice(0, 60);
      if (words.length < HINT_FROM || words === asked) return;
      asked = words;
      request?.abort();
      request = new AbortController();
      const body = new FormData();
      body.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
      body.append('title', title);
      body.append('description', description.slice(0, 60));
      try {
        const options = { method: 'POST', body, signal: request.signal };
        const response = await fetch(box.dataset.found, options);
        if (!response.ok) return;
        box.innerHTML = await response.text();
        const hits = box.querySelectorAll('li').length;
        box.hidden = !hits;
        if (hits) live.textContent = `已公开的信息中有${hits}条可能相关，列在内容描述下方`;
      } catch {
        asked = ''; // aborted, or no connection: the form works all the same
      }
    };
    const soon = event => {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(ask, HINT_WAIT);
    };
    for (const field of fields) {
      field.addEventListener('input', soon);
      field.addEventListener('compositionend', soon);
    }
  }

  // --- The draft -----------------------------------------------------------------------------------
  const withoutFiles = () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  };
  const save = () => {
    if (!form.dataset.draft || sent || !dirty) return;
    dirty = false;
    fetch(form.dataset.draft, { method: 'POST', body: withoutFiles(), keepalive: true })
      .catch(() => { dirty = true; });
  };
  form.addEventListener('input', () => { dirty = true; });
  setInterval(save, SAVE_EVERY);
  document.addEventListener('visibilitychange', () => document.hidden && save());

  // --- The proof of work -----------------------------------------------------------------------------
  const place = form.querySelector('[data-captcha]');
  const STRINGS = {
    ariaLinkLabel: '验证',
    error: '验证没有完成，请重试，或者改答一道题',
    expired: '验证已过期，请重试',
    footer: '',
    label: '我不是机器人',
    verified: '验证已完成',
    verifying: '正在验证……',
    waitAlert: '正在验证，请稍候',
  };
  let widget = null;
  let solved = null; // resolves when the browser has done its work
  const load = async () => {
    if (!place || widget) return;
    widget = document.createElement('altcha-widget');
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = place.dataset.sheet;
    document.head.append(sheet);
    const attributes = {
      challengeurl: place.dataset.challenge,
      workerurl: new URL(place.dataset.worker, location).href,
      auto: 'onload',
      workers: '2',
      hidelogo: 'true',
      hidefooter: 'true',
      strings: JSON.stringify(STRINGS),
    };
    for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
    solved = new Promise(done => {
      widget.addEventListener('statechange', event => {
        if (['verified', 'error'].includes(event.detail.state)) done();
      });
    });
    try {
      await import(place.dataset.captcha);
      place.replaceChildren(widget);
    } catch {
      place.closest('.js').querySelector('details').open = true;
    }
  };
  form.addEventListener('focusin', load, { once: true });
  form.addEventListener('pointerdown', load, { once: true });

  // --- Sending ---------------------------------------------------------------------------------------
  const answered = () => [...form.querySelectorAll('[name=answer]')].some(field => field.value.trim());
  const isSolved = () => !place || answered() || form.querySelector('[name=altcha]')?.value;
  let waiting = false;

  form.addEventListener('submit', event => {
    const button = event.submitter;
    const sending = !button || button.value === 'send';
    if (sent || waiting) {
      event.preventDefault();
    } else if (sending && !isSolved()) {
      event.preventDefault();
      waiting = true;
      live.textContent = STRINGS.waitAlert;
      load();
      const late = new Promise(done => setTimeout(done, 20000));
      Promise.race([solved, late]).then(() => {
        waiting = false;
        // Whether or not it worked, the server says what is missing.
        sendNow();
      });
    } else {
      sent = true;
      if (sending) say('提交中……');
    }
  });
  const sendNow = () => {
    sent = true;
    say('提交中……');
    const step = document.createElement('input');
    step.type = 'hidden';
    step.name = 'step';
    step.value = 'send';
    form.append(step);
    form.submit();
  };
  const say = text => {
    const button = form.querySelector('.btn-1');
    button.textContent = live.textContent = text;
  };
  // Back from the receipt: the page may be the one that was left.
  window.addEventListener('pageshow', event => {
    if (!event.persisted) return;
    location.reload();
  });

  // --- Files -----------------------------------------------------------------------------------------
  const size = bytes => `${(bytes / 1048576).toFixed(1)} MB`;
  for (const list of form.querySelectorAll('[data-files]')) {
    const input = document.getElementById(list.dataset.files);
    const show = () => {
      list.hidden = !input.files.length;
      list.replaceChildren(...[...input.files].map((file, index) => {
        const row = document.createElement('li');
        const note = document.createElement('small');
        const remove = document.createElement('button');
        note.textContent = size(file.size);
        remove.type = 'button';
        remove.textContent = '移除';
        remove.setAttribute('aria-label', `移除 ${file.name}`);
        remove.addEventListener('click', () => {
          const rest = new DataTransfer();
          [...input.files].forEach((other, i) => i === index || rest.items.add(other));
          input.files = rest.files;
          show();
          input.focus();
        });
        row.append(file.name, note, remove);
        return row;
      }));
    };
    input.addEventListener('change', show);
  }
})();
