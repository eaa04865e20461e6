"""Takes a download of an otwarchive apart: its preface, its chapters, its afterword. The same for HTML and EPUB.

The parts come in a fixed order, but what holds them was renamed by every program that made them: AO3's own templates
(with ``#preface`` since January 2019, without before), its EPUBs until then, Calibre's since. So only the frame is
walked, never what a creator wrote (``userstuff``), and a part is known by its element, its id, or the words of the
label above it.
Source: the downloads themselves, and the templates of otwarchive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.headings import titled
from fanthology.fic.readers.ao3.people import byline
from fanthology.fic.readers.ao3.related import keep_children, state_association
from fanthology.fic.readers.ao3.sites import host_of, work_identity
from fanthology.fic.readers.ao3.stats import Posted, state_missing, state_stats
from fanthology.fic.readers.ao3.tags import rows_of, state_language, state_series, state_tags
from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.pages import Pages
from fanthology.fic.story import SegmentKind, Span

RULE = "ao3-download"
_ENDNOTES = re.compile(r"endnotes(\d*)")
_LABELS = {
    "summary": "summary",
    "notes": "notes_before",
    "end notes": "notes_after",
    "chapter summary": "chapter summary",
    "chapter notes": "chapter notes_before",
    "chapter end notes": "chapter notes_after",
}
"""What stands over a block of the frame, and what the block therefore is."""


@dataclass
class _Chapter:
    heading: str | None = None
    body: list[Span] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)


class Download:
    """The parts of one download, taken in as they are met. ``draft`` has all that it states."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.draft = Draft(pages)
        self.host: str | None = None
        self._posted = Posted()
        self._label = ""
        self._chapters: list[_Chapter] = []
        self._framed = any(True for _ in pages.css("#preface"))
        self._tagged = False
        for tree in pages.trees:
            if tree.body is not None:
                self._walk(tree.body, "")
        self._finish()

    def _walk(self, node: LexborNode, region: str) -> None:
        """Visits the frame below an element, in order. The frame is four elements deep at most."""
        waiting: list[tuple[LexborNode, str]] = [(child, region) for child in reversed(list(node.iter()))]
        while waiting:
            child, where = waiting.pop()
            inner = self._visit(child, where)
            if inner is not None:
                waiting += [(one, inner) for one in reversed(list(child.iter()))]

    def _visit(self, node: LexborNode, region: str) -> str | None:
        """Takes one element of the frame in; the region of what is below it if that is frame too, else None."""
        tag, name = node.tag or "", node.id or ""
        if tag == "div":
            return self._visit_division(node, name, region)
        if tag in ("section", "main", "body", "article"):
            return region
        visit = _VISITS.get(tag)
        if visit is not None:
            visit(self, node, region)
        return None

    def _visit_division(self, node: LexborNode, name: str, region: str) -> str | None:
        classes = _classes(node)
        if name in ("preface", "chapters", "afterword"):
            return name
        if name.startswith("endnotes") and _ENDNOTES.fullmatch(name):
            self._label = "chapter notes_after" if name != "endnotes" else "notes_after"
            return region
        if "byline" in classes:
            self._byline(node, region)
            return None
        if any(one.startswith("endnote-link") for one in classes):
            return None
        if any(one.startswith("userstuff") for one in classes) or (region == "chapters" and self._is_prose(node)):
            self._content(node)
            return None
        return region

    def _is_prose(self, node: LexborNode) -> bool:
        """True for a division that has lost its class, and is not what stands around the prose of a chapter."""
        if (
            self.pages.span(node) is None
            or node.css_first("h2, [class^=userstuff], .byline, .endnote-link") is not None
        ):
            return False
        first = next((one for one in node.iter() if self.pages.span(one)), None)
        return first is None or self.pages.text(first).casefold().rstrip(":") not in _LABELS

    def _content(self, node: LexborNode) -> None:
        """Prose. Without a heading above it, it goes on with the chapter before: EPUBs part long chapters."""
        if not self._chapters:
            self._chapters.append(_Chapter())
        span = self.pages.span(node)
        if span:
            self._chapters[-1].body.append(span)
        self._label = ""

    def _heading(self, node: LexborNode, region: str) -> None:
        span, words = self.pages.span(node), self.pages.text(node)
        in_front = region in ("preface", "afterword") or (not self._tagged and region != "chapters")
        if span is None or in_front:
            return
        self.draft.keep("chapters", words, span, f"{RULE}-heading", kind="heading")
        self._chapters.append(_Chapter(words))

    def _title(self, node: LexborNode, region: str) -> None:
        span = self.pages.span(node)
        if region != "chapters" and self.draft.stated("title") is None:
            self.draft.state("title", self.pages.text(span), span, f"{RULE}-title")

    def _byline(self, node: LexborNode, region: str) -> None:
        # a chapter's byline names those who wrote that one; who is credited already is not credited twice
        rule = f"{RULE}-chapter-byline" if self._chapters else f"{RULE}-byline"
        for named in byline(self.pages, node, self.host):
            if named.archivist:
                self.draft.state("posted_by", named.creator.name, named.span, f"{RULE}-archivist")
            else:
                self.draft.state("creators", named.creator, named.span, rule, written=self.pages.text(named.span))
        self.draft.paint(self.pages.span(node), "header")

    def _paragraph(self, node: LexborNode, region: str) -> None:
        classes = _classes(node)
        if "byline" in classes:
            self._byline(node, region)
        elif "message" in classes:
            self._message(node)
        else:
            self._label = _LABELS.get(self.pages.text(node).casefold().rstrip(":"), "")
            if self._label:
                self.draft.paint(self.pages.span(node), _kind(self._label))

    def _message(self, node: LexborNode) -> None:
        """ "Posted originally on the Archive of Our Own at https://..." says where the work is at home."""
        if self.draft.stated("identity") is not None:
            return
        for link in node.css("a"):
            href = link.attributes.get("href") or ""
            self.host = self.host or host_of(href)
            identity = work_identity(href, self.host)
            if identity is not None and "/comments" not in href:
                self.draft.state("identity", identity, self.pages.span(link), f"{RULE}-posted", written=href)
        self.draft.paint(self.pages.span(node), "header")

    def _quoted(self, node: LexborNode, region: str) -> None:
        """A block below a label: a summary or a note."""
        words, span = self.pages.paragraphs(node), self.pages.span(node)
        scope, _, name = self._label.rpartition(" ")
        if not self._label or not words:
            return
        if scope and self._chapters:
            self._chapters[-1].told[name] = words
            self.draft.keep("chapters", words, span, f"{RULE}-chapter-{name.replace('_', '-')}", kind="note")
        else:
            self.draft.state(name, words, span, f"{RULE}-{name.replace('_', '-')}", kind=_kind(self._label))
        self._label = ""

    def _definitions(self, node: LexborNode, region: str) -> None:
        """The list of tags; or, at the end, the works that this one inspired."""
        if "tags" not in _classes(node) or self._tagged:
            keep_children(self.draft, node, RULE)
            return
        self._tagged = True
        for row in rows_of(self.draft, node):
            if row.field == "language":
                state_language(self.draft, row, RULE)
            elif row.field == "series":
                state_series(self.draft, row, RULE, self.host)
            elif row.field == "stats":
                self._posted = state_stats(self.draft, self.pages.span(row.value), RULE)
            else:
                state_tags(self.draft, row, RULE)

    def _list(self, node: LexborNode, region: str) -> None:
        for item in node.css("li"):
            state_association(self.draft, item, RULE, self.host)

    def _finish(self) -> None:
        draft, chapters = self.draft, self._chapters
        names = titled([chapter.heading for chapter in chapters], draft.stated("title"))
        if not self._framed and draft.stated("status") is None and self._tagged and len(chapters) == 1:
            # the first templates left the row of chapters out where one chapter is all there will ever be
            draft.state("chapters_expected", 1, None, f"{RULE}-no-chapters", written="no row of chapters")
            draft.state("status", "complete", None, f"{RULE}-no-chapters", written="no row of chapters")
        for chapter, (number, title) in zip(chapters, names, strict=True):
            draft.chapter(chapter.body, number=number, title=title, **chapter.told)
        numbers = {number or 1 for number, _ in names}
        state_missing(draft, self._posted, numbers, {}, RULE)


_VISITS = {
    "h1": Download._title,
    "h2": Download._heading,
    "p": Download._paragraph,
    "blockquote": Download._quoted,
    "dl": Download._definitions,
    "ul": Download._list,
}


def _kind(label: str) -> SegmentKind:
    return "header" if label == "summary" else "note"


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()
