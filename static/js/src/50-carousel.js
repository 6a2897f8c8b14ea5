// Picture news: six seconds a picture; stops on hover, focus, hidden tab, and when paused.
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
