// Pages to turn: by the buttons, by the arrow keys, by a finger. The text is laid out in columns by the style sheet;
// this shows the next ones. Beyond the last page is the next chapter.
"use strict";
(() => {
  const book = window.readingRoom?.book, pager = document.querySelector(".pager");
  if (!book || !pager) return;
  const FAR = 40; // pixels that a finger has to go
  const status = pager.querySelector("[role=status]");
  const backwards = getComputedStyle(book.querySelector(".text") ?? book).direction === "rtl";
  if (backwards) book.dir = "rtl"; // columns go the way of the text
  let from = null, held = null;

  const gap = () => parseFloat(getComputedStyle(book).columnGap) || 0;
  const step = () => book.clientWidth + gap();
  const count = () => Math.max(1, Math.ceil((book.scrollWidth - 4) / step()));
  const current = () => Math.round(Math.abs(book.scrollLeft) / step());

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

  /** Turns to the page that something is on. */
  function show(element) {
    const frame = book.getBoundingClientRect(), box = element.getClientRects()[0];
    if (!box) return;
    const away = (backwards ? frame.right - box.right : box.left - frame.left) + Math.abs(book.scrollLeft);
    go(Math.max(0, Math.min(Math.floor((away + 2) / step()), count() - 1)));
  }

  function arrive() {
    const meant = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
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

  pager.addEventListener("click", event => {
    const button = event.target.closest("[data-turn]");
    if (button) go(current() + Number(button.dataset.turn));
  });
  document.addEventListener("keydown", key);
  book.addEventListener("touchstart", event => {
    from = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  book.addEventListener("touchend", event => {
    const to = event.changedTouches[0], x = from ? to.clientX - from.clientX : 0;
    if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(to.clientY - from.clientY) && getSelection().isCollapsed)
      go(current() + (x < 0 !== backwards ? 1 : -1));
    from = null;
  }, { passive: true });
  book.addEventListener("focusin", event => { if (event.target !== book) show(event.target); });
  addEventListener("resize", () => held && show(held));
  addEventListener("hashchange", arrive);
  book.addEventListener("toggle", tell, true);
  document.fonts.ready.then(arrive);
})();
