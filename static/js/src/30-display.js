// Display settings: applied at once, kept in the cookies that prefs.js reads.
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

// Article text size.
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
