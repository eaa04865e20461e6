// Reads a story aloud with the browser's own voices, from what is seen on. Nothing is sent anywhere by this page.
"use strict";
(() => {
  const room = window.readingRoom, button = document.querySelector(".listen");
  if (!room?.blocks.length || !button || !window.speechSynthesis) return;
  const SENTENCES = /[^.!?…。！？]+[.!?…。！？]*["”’»」』)]*\s*/g; // browsers give up on what is longer than some seconds
  let at = -1;
  button.hidden = false;

  function speak(place) {
    room.blocks[at]?.classList.remove("spoken");
    at = place;
    const block = room.blocks[at];
    if (!block) return stop();
    const parts = (block.textContent.match(SENTENCES) ?? []).filter(part => /[\p{L}\p{N}]/u.test(part));
    if (!parts.length) return speak(at + 1);
    block.classList.add("spoken");
    const box = block.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.left > innerWidth) block.scrollIntoView({ block: "center" });
    parts.forEach((part, number) => {
      const said = new SpeechSynthesisUtterance(part);
      said.lang = block.closest("[lang]")?.lang ?? "";
      if (number === parts.length - 1) said.onend = () => { if (block === room.blocks[at]) speak(place + 1); };
      said.onerror = event => { if (event.error !== "canceled" && event.error !== "interrupted") stop(); };
      speechSynthesis.speak(said);
    });
  }

  function stop() {
    room.blocks[at]?.classList.remove("spoken");
    at = -1;
    speechSynthesis.cancel();
    button.textContent = "Listen";
  }

  button.addEventListener("click", () => {
    if (at >= 0) return stop();
    button.textContent = "Stop";
    speak(room.blocks.indexOf(room.first()));
  });
  addEventListener("pagehide", stop);
})();
