(() => {
'use strict';
const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (target, type, handler) => target && target.addEventListener(type, handler);
const aria = (node, name, value) => node.setAttribute(`aria-${name}`, value);
const say = text => { $('#live').textContent = text; };
const remember = (name, value) => {
root.dataset[name] = value;
document.cookie = `mc_${name}=${value};path=/;max-age=31536000;samesite=lax`;
};
const menu = $('.menu');
const setOpen = (item, open) => {
item.classList.toggle('open', open);
const button = $('.tog', item);
if (button) aria(button, 'expanded', open);
};
const closeAll = except => $$('.open', menu).forEach(item => item !== except && setOpen(item, false));
const itemOf = node => [...menu.children].find(item => item.contains(node));
if (menu) {
for (const button of $$('.tog', menu)) {
on(button, 'click', () => {
const item = itemOf(button);
const open = !item.classList.contains('open');
closeAll(item);
setOpen(item, open);
item.classList.toggle('shut', !open);
});
}
for (const item of menu.children) {
on(item, 'mouseleave', () => item.classList.remove('shut'));
on(item, 'focusout', event => {
if (!item.contains(event.relatedTarget)) {
setOpen(item, false);
item.classList.remove('shut');
}
});
}
on(menu, 'keydown', event => {
const item = itemOf(event.target);
const links = $$('.sub a', item);
const at = links.indexOf(event.target);
const items = [...menu.children];
const go = {
ArrowRight: () => $('a', items[(items.indexOf(item) + 1) % items.length]).focus(),
ArrowLeft: () => $('a', items.at(items.indexOf(item) - 1)).focus(),
ArrowDown: () => {
if (!links.length) return;
closeAll(item);
setOpen(item, true);
links[(at + 1) % links.length].focus();
},
ArrowUp: () => {
if (at < 0) return;
if (at) links[at - 1].focus();
else $('a', item).focus();
},
Escape: () => {
$('a', item).focus();
setOpen(item, false);
item.classList.add('shut');
},
}[event.key];
if (go) {
event.preventDefault();
go();
}
});
}
const toggles = $$('#menu-toggle, #search-toggle');
const panelOf = toggle => $(toggle.hash);
const flip = (toggle, open) => {
aria(toggle, 'expanded', open);
panelOf(toggle).classList.toggle('on', open);
};
for (const toggle of toggles) {
toggle.setAttribute('role', 'button');
flip(toggle, location.hash === toggle.hash);
on(toggle, 'click', event => {
event.preventDefault();
const open = toggle.getAttribute('aria-expanded') === 'false';
flip(toggle, open);
if (open && toggle.id === 'search-toggle') $('input', panelOf(toggle)).focus();
});
on(toggle, 'keydown', event => {
if (event.key === ' ') {
event.preventDefault();
toggle.click();
}
});
}
on($('#site-menu'), 'keydown', event => {
if (event.key !== 'Escape') return;
flip(toggles.at(-1), false);
toggles.at(-1).focus();
});
const current = $('.side .cur > a');
if (current) $('.side ul').scrollLeft = current.offsetLeft - 32;
const pops = $$('.pop, .drop');
on(document, 'click', event => pops.forEach(pop => {
if (!pop.contains(event.target)) pop.open = false;
}));
for (const pop of pops) {
on(pop, 'keydown', event => {
if (event.key === 'Escape' && pop.open) {
pop.open = false;
$('summary', pop).focus();
}
});
}
for (const input of $$('[data-filter]')) {
on(input, 'input', () => {
const words = input.value.trim().toLowerCase();
const items = $$('li', input.parentNode);
items.forEach(item => { item.hidden = !item.textContent.toLowerCase().includes(words); });
say(`${items.filter(item => !item.hidden).length} 项`);
});
}
const forms = $$('[data-display]');
const showChoices = () => forms.forEach(form => $$('input[type=radio]', form).forEach(input => {
if (root.dataset[input.name] === input.value) input.checked = true;
}));
showChoices();
for (const form of forms) {
on(form, 'change', event => {
remember(event.target.name, event.target.value);
showChoices();
});
}
const sizes = $('[data-art]');
const showSize = () => $$('button', sizes).forEach(button => {
aria(button, 'pressed', button.value === (root.dataset.art || 'm'));
});
if (sizes) {
showSize();
on(sizes, 'submit', event => {
event.preventDefault();
remember('art', event.submitter.value);
showSize();
say(`正文字号：${event.submitter.textContent}`);
});
}
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
const carousel = $('[data-carousel]');
const pause = carousel && $('[data-pause]', carousel);
if (pause) {
const track = $('.slides', carousel);
const marks = $$('.marks a', carousel);
const still = matchMedia('(prefers-reduced-motion: reduce)').matches || root.dataset.elder === '1';
let at = 0;
const go = index => {
at = (index + marks.length) % marks.length;
track.scrollTo({ left: at * track.clientWidth, behavior: still ? 'auto' : 'smooth' });
};
const setPaused = paused => {
aria(pause, 'pressed', paused);
aria(pause, 'label', paused ? '播放轮播' : '暂停轮播');
};
setPaused(still);
on(pause, 'click', () => setPaused(pause.getAttribute('aria-pressed') === 'false'));
$$('[data-go]', carousel).forEach(button => on(button, 'click', () => go(at + +button.dataset.go)));
marks.forEach((mark, index) => on(mark, 'click', event => {
event.preventDefault();
go(index);
}));
on(track, 'scroll', () => {
at = Math.round(track.scrollLeft / track.clientWidth);
marks.forEach((mark, index) => mark.toggleAttribute('aria-current', index === at));
});
setInterval(() => {
const busy = document.hidden || carousel.matches(':hover, :focus-within');
if (!busy && pause.getAttribute('aria-pressed') === 'false') go(at + 1);
}, 6000);
}
const up = $('#to-top');
on(window, 'scroll', () => { up.hidden = scrollY < innerHeight * 1.5; });
on(up, 'click', () => setTimeout(() => $('#main').focus({ preventScroll: true }), 600));
on(document, 'focusin', ({ target: { dataset } }) => dataset.suggest && import(dataset.suggest));
})();
