// Suggestions while typing: a script of its own, fetched when a search box is first used.
on(document, 'focusin', ({ target: { dataset } }) => dataset.suggest && import(dataset.suggest));
