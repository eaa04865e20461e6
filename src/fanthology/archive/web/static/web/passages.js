// What is selected in a story can be highlighted, and noted: the form for it appears while something is selected.
// Without a script, and without a pointer, the page behind "Note a passage" does the same.
"use strict";
(() => {
  const room = window.readingRoom, form = document.querySelector(".passage-tools"), link = document.querySelector(".to-note");
  if (!room || !form) return;
  const LONGEST = 5000;

  /** How many characters of a block's text stand before a point, counted as the server does. */
  function offset(block, node, at) {
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, at);
    return Array.from(range.toString()).length;
  }

  function blockOf(node) {
    return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".text > [id]");
  }

  function look() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const first = range && blockOf(range.startContainer);
    // a selection that ends before the first letter of a block ends with the block before it
    const last = range && (blockOf(range.endContainer) ?? first);
    const words = range ? range.toString() : "";
    const whole = first && last && first.parentElement === last.parentElement && words.trim() && words.length <= LONGEST;
    form.hidden = !whole;
    if (!whole) return;
    const fields = form.elements;
    form.action = `${room.book.dataset.address}/chapters/${first.closest(".text").dataset.chapter}/passages`;
    fields.block.value = first.id;
    fields.start.value = offset(first, range.startContainer, range.startOffset);
    fields.end_block.value = last.id;
    fields.end.value = last.contains(range.endContainer) ? offset(last, range.endContainer, range.endOffset) : Array.from(last.textContent).length;
    fields.words.value = first === last ? words : "";
  }

  document.addEventListener("selectionchange", look);
  form.addEventListener("pointerdown", event => event.preventDefault()); // what is selected stays so
  link?.addEventListener("focus", lead);
  link?.addEventListener("pointerdown", lead);

  /** The page of passages begins with the one that is seen. */
  function lead() {
    const block = room.first();
    if (block) link.href = `${room.book.dataset.address}/chapters/${block.closest(".text").dataset.chapter}/passages?from=${encodeURIComponent(block.id)}`;
  }
})();
