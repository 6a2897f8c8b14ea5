// Back to top, offered after one and a half screens.
const up = $('#to-top');
on(window, 'scroll', () => { up.hidden = scrollY < innerHeight * 1.5; });
on(up, 'click', () => setTimeout(() => $('#main').focus({ preventScroll: true }), 600));
