// Menu bar: chevron buttons, arrow keys, Escape. Hover and the no-script menu are CSS.
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

// Phone: the links to the menu and to the search row become toggle buttons.
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
