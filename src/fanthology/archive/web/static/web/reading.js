// The page to read on: keeps the place, and has the form of the look over the page. Without it the page reads the same.
//
// The place is the first block of which something is to be seen. The server keeps it where the page says so
// (data-keep), else this browser does. What other scripts need of this one is in window.readingRoom.
"use strict";
(() => {
  const book = document.querySelector(".book[data-work]");
  if (!book) return;
  const PLACES = "fanthology-places", MOST = 50, QUOTE = 200;
  const LINE = 44; // pixels
  const STILL = 800; // milliseconds without scrolling before a place is kept
  const blocks = [...book.querySelectorAll(".text > [id]")];
  const paged = book.classList.contains("paged");
  const backwards = paged && getComputedStyle(book.querySelector(".text") ?? book).direction === "rtl";
  let kept = blocks[0], timer = 0;

  /** The first block to be seen. They stand in their order, so half of them need not be looked at, each time. */
  function first() {
    let low = 0, high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isPast(blocks[middle])) low = middle + 1;
      else high = middle;
    }
    return low && paged && isAhead(blocks[low]) ? blocks[low - 1] : blocks[low];
  }

  /** Less than a line or two of it is seen: so whoever comes back to a place, and moves nothing, keeps the same. */
  function isPast(block) {
    const rects = block.getClientRects(), start = rects[0];
    if (!start) return false;
    if (!paged) return rects[rects.length - 1].bottom < LINE;
    const frame = book.getBoundingClientRect(); // what began on a page before is that page's
    return backwards ? start.left > frame.right - 1 : start.right < frame.left + 1;
  }

  function isAhead(block) {
    const start = block.getClientRects()[0], frame = book.getBoundingClientRect();
    return start && (backwards ? start.right < frame.left + 1 : start.left > frame.right - 1);
  }

  function keep() {
    clearTimeout(timer);
    const block = window.readingRoom.spoken ?? first(); // who listens is where the voice is
    if (!block || block === kept) return;
    kept = block;
    const chapter = block.closest(".text").dataset.chapter;
    if (!book.dataset.keep) return store(block, chapter);
    const body = new URLSearchParams({ chapter, block: block.id });
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    fetch(book.dataset.keep, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(PLACES)) ?? {};
    } catch {
      return {};
    }
  }

  function store(block, chapter) {
    const places = { ...stored(), [book.dataset.work]: {
      title: book.dataset.title, address: book.dataset.address, chapter, block: block.id,
      number: blocks.indexOf(block), quote: block.textContent.slice(0, QUOTE), at: Date.now(),
    } };
    const newest = Object.entries(places).sort((one, other) => other[1].at - one[1].at).slice(0, MOST);
    try {
      localStorage.setItem(PLACES, JSON.stringify(Object.fromEntries(newest)));
    } catch { /* this browser keeps nothing */ }
  }

  /** To the block that is most like the one that this browser kept, where a corrected text has that no more. */
  function findAgain() {
    const place = stored()[book.dataset.work];
    if (!place || `#${place.block}` !== location.hash || document.getElementById(place.block)) return;
    const wanted = signs(place.quote);
    let best = null, most = 0.3;
    for (const [number, block] of blocks.entries()) {
      const mine = signs(block.textContent.slice(0, QUOTE));
      const shared = (2 * [...mine].filter(sign => wanted.has(sign)).length) / (mine.size + wanted.size);
      const likeness = shared - 0.05 * Math.abs(number - place.number) / blocks.length;
      if (likeness > most) [best, most] = [block, likeness];
    }
    if (best) location.replace(`#${best.id}`);
  }

  function signs(text) {
    const plain = text.toLowerCase().replace(/\s+/g, " ");
    return new Set(Array.from(plain, (_, at) => plain.slice(at, at + 3)));
  }

  async function openLook(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const link = event.currentTarget;
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      showLook(document.adoptNode(page.querySelector("form.look")));
    } catch {
      location.assign(link.href);
    }
  }

  function showLook(form) {
    const dialog = document.createElement("dialog");
    const way = form.elements.way.value;
    dialog.setAttribute("aria-label", "How pages look");
    dialog.append(form);
    document.body.append(dialog);
    form.addEventListener("change", () => wear(form));
    form.addEventListener("submit", event => {
      if (event.submitter?.name === "usual") return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", async () => {
      dialog.remove();
      const now = form.elements.way.value;
      await wear(form);
      if (now === "entire" && now !== way) location.assign(`${book.dataset.address}/entire`);
      else if (now !== way) location.reload();
    });
    dialog.showModal();
  }

  /** Shows the page as the form says, and has it kept so. */
  async function wear(form) {
    const here = first();
    const chosen = [...form.querySelectorAll("select")].filter(one => one.selectedIndex > 0 && one.name !== "notes");
    if (form.elements.face.value === "legible") await document.fonts.load('1em "Atkinson Hyperlegible"').catch(() => {});
    document.documentElement.className = chosen.map(one => `${one.name}-${one.value}`).join(" ");
    if (kept !== blocks[0]) here?.scrollIntoView({ block: "start" });
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .catch(() => {});
  }

  function keepSoon() {
    clearTimeout(timer);
    timer = setTimeout(keep, STILL);
  }

  window.readingRoom = { book, blocks, first, keepSoon, spoken: null };
  document.querySelector(".to-look")?.addEventListener("click", openLook);
  document.addEventListener("scroll", keepSoon, { capture: true, passive: true });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  findAgain();
  if (!book.dataset.keep && kept && !location.hash && stored()[book.dataset.work]?.chapter !== kept.closest(".text").dataset.chapter)
    store(kept, kept.closest(".text").dataset.chapter);
})();
