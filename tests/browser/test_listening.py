"""Reading aloud: what a voice is given, in what order and language, and that the page goes with it.

A browser without a screen has no voices, so a recorder stands in their place: it notes what it is told to say, and says
it when the test lets it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from archive.factories import make_work
from fanthology.archive.catalogue.models import ChapterText
from fanthology.archive.web.addresses import work_address

from .test_scripts_in_a_browser import ARABIC, Opened, kept, opened

__all__ = ["opened"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
RECORDER = """
(() => {
  const waiting = [], told = [], listeners = [];
  class Utterance { constructor(text) { this.text = text; this.lang = ""; } }
  const voice = {
    voices: [{ name: "Nobody", lang: "en" }],
    getVoices() { return this.voices; },
    addEventListener(kind, listener) { listeners.push(listener); },
    speak(one) { waiting.push(one); },
    cancel() {
      told.push("cancelled");
      for (const one of waiting.splice(0)) one.onerror?.({ error: "canceled" });
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
  window.recorder = {
    told,
    begin() {
      const one = waiting[0];
      if (!one) return null;
      one.onstart?.();
      return [one.text, one.lang];
    },
    end() { waiting.shift()?.onend?.(); },
    fail() { waiting.shift()?.onerror?.({ error: "synthesis-failed" }); },
    load(voices) { voice.voices = voices; for (const one of listeners) one(); },
  };
})();
"""
WHERE = "[scrollY, window.readingRoom.book.scrollLeft]"
RAIN = (
    "It rained. “Nobody walks,” said Holmes, “in such a night!” Did they?",
    "* * *",
    "The lamp went out",
    "The moon went down behind the mill\nThe owl went up the tree",
)


def read(opened: Opened, texts: tuple[str, ...] = RAIN, look: str = "", width: int = 1280, **fields: Any) -> Page:
    work = make_work("Rain", text="\n\n".join(texts), **fields)
    text = ChapterText.objects.get()
    ChapterText.objects.update(html=text.html.replace("mill The", "mill<br/>\nThe").replace("said", "<em>said</em>"))
    page = opened(width, look)
    page.add_init_script(RECORDER)
    page.goto(f"{work_address(work)}/chapters/1")
    return page


def say(page: Page) -> Any:
    """Let the voice say what is next: the words and their language."""
    return page.evaluate("recorder.begin()")


def said_on(page: Page, most: int = 100) -> list[str]:
    """Let it say everything up to its end."""
    said = []
    while (one := say(page)) and len(said) < most:
        said.append(one[0])
        page.evaluate("recorder.end()")
    return said


def test_sentence_by_sentence_in_the_language_of_the_work(opened: Opened) -> None:
    page = read(opened, language="en-GB")
    page.get_by_role("button", name="Listen").click()
    assert say(page) == ["It rained.", "en-GB"]
    expect(page.locator(".spoken")).to_have_count(1)
    expect(page.locator(".spoken")).to_have_attribute("id", "b1x0")
    assert said_on(page) == [
        "It rained.",
        "“Nobody walks,” said Holmes, “in such a night!”",
        "Did they?",
        "The lamp went out",
        "The moon went down behind the mill",
        "The owl went up the tree",
    ], "an ornament is passed over"
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    expect(page.locator(".spoken")).to_have_count(0)


@pytest.mark.parametrize(
    ("sentence", "language"), [(ARABIC, "ar"), ("雨が降った。誰も眠らなかった。", "ja"), ("Nobody?", None)]
)
def test_other_languages(opened: Opened, sentence: str, language: str | None) -> None:
    page = read(opened, (sentence,), language=language)
    page.get_by_role("button", name="Listen").click()
    words, told = say(page)
    assert told == (language or ""), "of an unknown language the browser is told nothing"
    assert sentence.startswith(words) and words


def test_a_pause_goes_on_from_its_sentence_and_elsewhere_from_what_is_seen(opened: Opened) -> None:
    page = read(opened, tuple(f"This is {number}. And on it rains." for number in range(80)))
    page.get_by_role("button", name="Listen").click()
    say(page)
    page.evaluate("recorder.end()")
    assert say(page)[0] == "And on it rains."
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("recorder.told") == ["cancelled"]
    expect(page.locator(".spoken")).to_have_count(0)
    assert say(page) is None, "what was waiting is not said any more"
    page.get_by_role("button", name="Listen").press("Enter")
    assert say(page)[0] == "And on it rains."
    page.evaluate("recorder.end()")
    assert say(page)[0] == "This is 1."
    page.get_by_role("button", name="Pause").click()
    page.locator("#b1x60").evaluate("one => one.scrollIntoView({block: 'start'})")
    page.locator(".listen").evaluate("one => one.click()")
    assert re.match(r"This is (59|60|61)\.", say(page)[0])
    page.evaluate("recorder.fail()")
    expect(page.locator(".listen")).to_have_text("Listen")
    page.locator(".listen").evaluate("one => one.click()")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert say(page) is None, "who leaves the page hears no more of it"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("look", ["", "way:pages"])
@pytest.mark.parametrize(("sentence", "language"), [("It rained, and nobody slept. ", "en"), (ARABIC + " ", "ar")])
def test_the_page_and_the_place_go_with_the_voice(
    opened: Opened, width: int, look: str, sentence: str, language: str
) -> None:
    """Also within a paragraph that is longer than the window."""
    page = read(opened, (sentence * 150, *[sentence * 3] * 20), look, width, language=language)
    page.get_by_role("button", name="Listen").click()
    moved, spoken = {"b1x0": 0, "later": 0}, page.locator(".spoken")
    last = page.evaluate(WHERE)
    while say(page) and (block := spoken.get_attribute("id")) != "b1x12":
        now = page.evaluate(WHERE)
        moved["b1x0" if block == "b1x0" else "later"] += now != last
        last = now
        page.evaluate("recorder.end()")
    assert min(moved.values()) >= 1
    expect(spoken).to_be_in_viewport()
    assert kept(page, "b1x12")


def test_no_voices_no_button(opened: Opened) -> None:
    work = work_address(make_work("Rain"))
    page = opened(390)
    page.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    page.goto(f"{work}/chapters/1")
    assert page.evaluate("'speechSynthesis' in window") is False
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    page = opened(390)
    page.add_init_script(RECORDER + "recorder.load([]);")
    page.goto(f"{work}/chapters/1")
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    page.evaluate("recorder.load([{ name: 'Late', lang: 'en' }])")
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
