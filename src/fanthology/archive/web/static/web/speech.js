// Reads a story aloud with the browser's own voices, from what is seen on, and keeps what is read in view. Nothing is
// sent anywhere by this page. Without voices there is no button.
"use strict";
(() => {
  const room = window.readingRoom, button = document.querySelector(".listen"), voice = window.speechSynthesis;
  if (!room?.blocks.length || !button || !voice) return;
  // a sentence, or a line of a verse, at a time: browsers give up on what takes longer than some seconds
  const SENTENCES = /[^.!?…。！？؟۔।\n]+[.!?…。！？؟۔।]*["”’»」』)]*\s*/g;
  const MARGIN = 24; // pixels above what is scrolled to
  let at = -1, sentence = 0, turn = 0, paused = null;

  function sentencesOf(block) {
    const found = [...block.textContent.matchAll(SENTENCES)];
    return found.filter(([text]) => /[\p{L}\p{N}]/u.test(text)).map(one => ({ text: one[0].trim(), start: one.index }));
  }

  /** The first letter of a sentence, to see where it is. */
  function beginning(block, start) {
    const range = document.createRange(), nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let before = 0, node; (node = nodes.nextNode()); before += node.length)
      if (start < before + node.length) {
        range.setStart(node, start - before);
        range.setEnd(node, start - before + 1);
        return range;
      }
    range.selectNodeContents(block);
    return range;
  }

  function isSeen(range) {
    const box = range.getClientRects()[0], frame = room.book.getBoundingClientRect();
    if (!box) return true;
    return room.show ? box.left > frame.left - 2 && box.right < frame.right + 2 : box.top >= 0 && box.bottom <= innerHeight;
  }

  function follow(range) {
    if (isSeen(range)) return;
    if (room.show) room.show(range);
    else scrollBy({ top: range.getClientRects()[0].top - MARGIN });
  }

  function speak(place, from = 0) {
    room.blocks[at]?.classList.remove("spoken");
    at = place;
    const block = room.blocks[at], mine = ++turn;
    if (!block) return stop();
    const parts = sentencesOf(block);
    if (from >= parts.length) return speak(at + 1);
    block.classList.add("spoken");
    room.spoken = block;
    room.keepSoon();
    for (const [number, part] of parts.entries()) {
      if (number < from) continue;
      const said = new SpeechSynthesisUtterance(part.text);
      said.lang = block.closest("[lang]")?.lang ?? "";
      said.onstart = () => {
        if (mine !== turn) return;
        sentence = number;
        follow(beginning(block, part.start));
      };
      if (number === parts.length - 1) said.onend = () => { if (mine === turn) speak(place + 1); };
      said.onerror = () => { if (mine === turn) stop(); };
      voice.speak(said);
    }
  }

  /** Stops for good at the end, and for a while before it. A voice is not paused but silenced: some telephones' voices
      never go on after a pause. */
  function stop() {
    const block = room.blocks[at];
    block?.classList.remove("spoken");
    paused = block ? { place: at, sentence } : null;
    at = -1;
    room.spoken = null;
    turn += 1; // what a silenced voice still tells is nothing to go on from
    voice.cancel();
    button.textContent = "Listen";
  }

  /** On from where it was stopped, if that is still in view; else from what is. */
  function start() {
    const block = room.blocks[paused?.place], part = block && sentencesOf(block)[paused.sentence];
    button.textContent = "Pause";
    if (part && isSeen(beginning(block, part.start))) speak(paused.place, paused.sentence);
    else speak(room.blocks.indexOf(room.first()));
  }

  function offer() {
    button.hidden = !voice.getVoices().length;
  }

  button.addEventListener("click", () => (at >= 0 ? stop() : start()));
  addEventListener("pagehide", stop);
  voice.addEventListener?.("voiceschanged", offer); // many browsers load their voices after the page
  offer();
})();
