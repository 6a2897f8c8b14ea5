// Pop-overs and link lists are <details>: a click outside or Escape closes them.
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
