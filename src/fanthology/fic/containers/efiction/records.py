"""Members of an eFiction archive: a story with everything that its rows lead to, as one JSON record that stays the same
however the rows were ordered in the dump."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from fanthology.fic.containers.efiction.shelf import Record, Shelf
from fanthology.fic.text.decoding.decode import decode

STORY: Final = "fanthology.efiction-story/1"
PAGE: Final = "fanthology.efiction-page/1"
REST: Final = "fanthology.efiction-rest/1"

_IDS = re.compile(r"\s*,\s*")
_NO_NAME = re.compile(r"[^\w.,' ()!&-]+")
_LISTED_KINDS = ("authors", "series", "categories", "characters", "classes", "classtypes", "ratings", "genres",
                 "warnings", "challenges", "settings")  # fmt: skip


@dataclass
class Archive:
    """The rows of one archive. ``neighbour`` gives the files around the dump; ``used`` collects those that were."""

    shelf: Shelf
    name: str
    neighbour: Callable[[str], bytes | None]
    used: list[str] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)

    @cached_property
    def settings(self) -> Record:
        """The site's own settings, if they are in the dump."""
        return next(self.shelf.all("settings"), {})

    @cached_property
    def site(self) -> str:
        """What tells this archive's numbers from another's: the host of its address, else the name of the dump."""
        address = self.settings.get("url") or ""
        host = urlsplit(address if "//" in address else f"//{address}").hostname
        return (host or self.name).removeprefix("www.")

    def story(self, row: Record) -> Record:
        """A story with its chapters, people, tags, series and reviews."""
        sid = row.get("sid") or ""
        chapters = self.shelf.of("chapters", sid)
        people = [row.get("uid"), *_ids(row.get("coauthors")), *(one["uid"] for one in self.shelf.of("coauthors", sid))]
        return {
            "schema": STORY,
            "site": self.site,
            "story": row,
            "authors": self._rows("authors", people),
            "chapters": [self._with_text(chapter, row) for chapter in chapters],
            "categories": self._categories(row),
            "characters": self._rows("characters", _ids(row.get("charid"))),
            "classes": [self._class(one) for one in self._rows("classes", _ids(row.get("classes")))],
            "genres": self._rows("genres", _ids(row.get("gid"))),
            "warnings": self._rows("warnings", _ids(row.get("wid"))),
            "rating": self.shelf.one("ratings", row.get("rid") or ""),
            "challenges": self._rows("challenges", _ids(row.get("challenges"))),
            "series": [self._place(one) for one in self.shelf.of("inseries", sid)],
            "reviews": [one for one in self.shelf.of("reviews", sid) if is_of_story(one)],
        }

    def pages(self) -> Iterator[Record]:
        """The pages and news of the site."""
        for one in self.shelf.all("messages"):
            if (one.get("message_text") or "").strip():
                title = one.get("message_title") or one.get("message_name")
                yield self._page("page", title, one.get("message_text"), None, None, [])
        for one in self.shelf.all("news"):
            remarks = [self._remark(comment) for comment in self.shelf.of("comments", one.get("nid") or "")]
            yield self._page("news", one.get("title"), one.get("story"), one.get("time"), one.get("author"), remarks)

    def rest(self) -> Record:
        """Everything that the stories lead to and everything that no story leads to: lists, profiles, lost reviews."""
        lists = {kind: list(self.shelf.all(kind)) for kind in _LISTED_KINDS}
        lost = {key: self.shelf.of("reviews", key) for key in self.shelf.strangers("reviews", "stories")}
        others = [one for one in self.shelf.all("reviews") if not is_of_story(one)]
        comments = [one for key in self.shelf.strangers("comments", "news") for one in self.shelf.of("comments", key)]
        reviews = [*(one for key in lost for one in lost[key] if is_of_story(one)), *others]
        blank = [one for one in self.shelf.all("messages") if not (one.get("message_text") or "").strip()]
        return {"schema": REST, "site": self.site, **lists, "reviews": reviews, "comments": comments, "messages": blank}

    def _with_text(self, chapter: Record, story: Record) -> Record:
        if (chapter.get("storytext") or "").strip():
            return chapter
        for name in self._file_names(chapter, story):
            data = self.neighbour(name)
            if data is not None:
                self.used.append(name)
                return chapter | {"storytext": _decoded(data), "file": name}
        self.without_text.append(chapter.get("chapid") or "?")
        return chapter

    def _file_names(self, chapter: Record, story: Record) -> Iterator[str]:
        folders = dict.fromkeys(filter(None, (self.settings.get("storiespath"), "stories")))
        people = dict.fromkeys(filter(None, (chapter.get("uid"), story.get("uid"))))
        for folder in folders:
            for uid in people:
                for ending in (".txt", ".php", ".html", ".htm"):
                    yield f"{folder}/{uid}/{chapter.get('chapid')}{ending}"

    def _rows(self, kind: str, keys: list[str | None]) -> list[Record]:
        """The rows of these keys; a key that is no number is itself a name, and stands for its row."""
        found: list[Record] = []
        for key in dict.fromkeys(filter(None, keys)):
            row = self.shelf.one(kind, key)
            if row is None:
                row = {"missing": key} if key.isdecimal() else {"name": key}
            if row not in found:
                found.append(row)
        return found

    def _categories(self, story: Record) -> list[list[Record]]:
        """The path from its root to each category of a story."""
        paths: list[list[Record]] = []
        for row in self._rows("categories", _ids(story.get("catid"))):
            path, seen = [row], {row.get("catid")}
            parent = row.get("parentcatid")
            while parent and parent not in ("-1", "0") and parent not in seen:
                seen.add(parent)
                above = self.shelf.one("categories", parent)
                if above is None:
                    break
                path.insert(0, above)
                parent = above.get("parentcatid")
            paths.append(path)
        return paths

    def _class(self, row: Record) -> Record:
        kind = self.shelf.one("classtypes", row.get("class_type") or "")
        return row | {"classtype": (kind or {}).get("classtype_name")}

    def _place(self, row: Record) -> Record:
        series = self.shelf.one("series", row.get("seriesid") or "") or {}
        return row | {"title": series.get("title"), "summary": series.get("summary")}

    def _page(
        self, kind: str, title: str | None, text: str | None, day: str | None, author: str | None, remarks: list[Record]
    ) -> Record:
        page = {"kind": kind, "title": title, "text": text, "date": day, "author": author, "comments": remarks}
        return {"schema": PAGE, "site": self.site, **page}

    def _remark(self, comment: Record) -> Record:
        author = self.shelf.one("authors", comment.get("uid") or "") or {}
        return comment | {"penname": author.get("penname")}


def is_of_story(review: Record) -> bool:
    """True for the review of a story; there are others, of series."""
    return (review.get("type") or "ST") in ("ST", "", "st")


def _ids(listed: str | None) -> list[str | None]:
    return [one for one in _IDS.split((listed or "").strip(" ,")) if one and one != "0"]


def _decoded(data: bytes) -> str:
    return decode(data).text


def member_bytes(record: Record) -> bytes:
    """A record as the bytes of a member: the same record is the same bytes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "backslashreplace")


def member_name(folder: str, number: str | None, title: str | None) -> str:
    """What a member is called: ``stories/12 The Lamp.json``."""
    words = _NO_NAME.sub(" ", title or "").strip()[:60].strip()
    return f"{folder}/{' '.join(filter(None, (number, words))) or 'untitled'}.json"
