// Pages to turn: by the buttons, by the arrow keys, by a finger that strokes the page or taps its outer part. The text is
// laid out in columns by the style sheet; this shows the next ones. Beyond the last page is the next chapter. Of a text
// that runs from right to left the next page is to the left, whatever it is turned by.
"use strict";
(() => {
  const book = window.readingRoom?.book, pager = document.querySelector(".pager");
  if (!book || !pager) return;
  const FAR = 40, STILL = 10; // pixels that a finger has to go to turn a page, and may go for a tap
  const SHORT = 400; // milliseconds: who holds longer is about to select something
  const OUTER = 0.3; // of the width, on either side: taps in the middle turn nothing
  const status = pager.querySelector("[role=status]");
  const backwards = getComputedStyle(book.querySelector(".text") ?? book).direction === "rtl";
  if (backwards) book.dir = pager.dir = "rtl"; // columns and buttons go the way of the text
  let from = null, since = 0, held = null;

  const gap = () => parseFloat(getComputedStyle(book).columnGap) || 0;
  const step = () => book.getBoundingClientRect().width + gap(); // to the fraction: it is taken many times
  const count = () => Math.max(1, Math.ceil((book.scrollWidth - 4) / step()));
  const current = () => Math.round(Math.abs(book.scrollLeft) / step());

  /** Where two columns stand side by side and the last one alone, an empty one beside it: else there would be nowhere
      to go for the last page, or half of the page before would be shown once more. */
  function even() {
    const before = book.scrollLeft;
    book.classList.remove("uneven");
    const rest = ((book.scrollWidth + gap()) / step()) % 1;
    book.classList.toggle("uneven", rest > 0.25 && rest < 0.75);
    book.scrollLeft = before;
  }

  function go(page) {
    const last = count() - 1;
    if (page < 0 || page > last) {
      const link = document.querySelector(page < 0 ? ".turn [rel=prev]" : ".turn [rel=next]");
      if (link) location.assign(link.href + (page < 0 ? "#end" : ""));
      return;
    }
    book.scrollLeft = (backwards ? -1 : 1) * page * step();
    held = window.readingRoom.first();
    tell();
  }

  function tell() {
    status.textContent = `Page ${current() + 1} of ${count()}`;
  }

  /** Turns to the page that an element or range begins on. */
  function show(element) {
    const frame = book.getBoundingClientRect(), box = element.getClientRects()[0];
    if (!box) return;
    const away = (backwards ? frame.right - box.right : box.left - frame.left) + Math.abs(book.scrollLeft);
    go(Math.max(0, Math.min(Math.floor((away + 2) / step()), count() - 1)));
    held = element; // however often the window changes, and whatever else is on the page then
  }

  function arrive() {
    const meant = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    even();
    if (location.hash === "#end") go(count() - 1);
    else if (meant && book.contains(meant)) show(meant);
    else tell();
  }

  function key(event) {
    const busy = event.key === " " ? "a, button, summary, input, select, textarea, dialog" : "input, select, textarea, dialog";
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(busy)) return;
    const ahead = backwards ? "ArrowLeft" : "ArrowRight", back = backwards ? "ArrowRight" : "ArrowLeft";
    const turn = { [ahead]: 1, PageDown: 1, " ": event.shiftKey ? -1 : 1, [back]: -1, PageUp: -1 }[event.key];
    if (!turn) return;
    event.preventDefault();
    go(current() + turn);
  }

  window.readingRoom.show = show;
  pager.addEventListener("click", event => {
    const button = event.target.closest("[data-turn]");
    if (button) go(current() + Number(button.dataset.turn));
  });
  document.addEventListener("keydown", key);
  /** Which way a finger turned, if it did: 1 is on, -1 is back. */
  function turned(from, to, target) {
    const x = to.clientX - from.clientX, y = to.clientY - from.clientY, frame = book.getBoundingClientRect();
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) return x < 0 !== backwards ? 1 : -1;
    const tapped = Math.hypot(x, y) < STILL && Date.now() - since < SHORT && !target.closest("a, button, summary");
    const side = (to.clientX - frame.left) / frame.width;
    if (!tapped || (side > OUTER && side < 1 - OUTER)) return 0;
    return side > 0.5 !== backwards ? 1 : -1;
  }

  book.addEventListener("touchstart", event => {
    from = event.touches.length === 1 ? event.touches[0] : null;
    since = Date.now();
  }, { passive: true });
  book.addEventListener("touchend", event => {
    const turn = from && getSelection().isCollapsed ? turned(from, event.changedTouches[0], event.target) : 0;
    if (turn) go(current() + turn);
    from = null;
  }, { passive: true });
  book.addEventListener("focusin", event => { if (event.target !== book) show(event.target); });
  addEventListener("resize", () => {
    even();
    if (held) show(held);
    else tell();
  });
  addEventListener("hashchange", arrive);
  book.addEventListener("toggle", () => {
    even();
    tell();
  }, true);
  document.fonts.ready.then(arrive);
})();
