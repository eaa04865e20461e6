"""Works made straight from Story values."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from fanthology.fic.story import Block, Chapter, Creator, ReaderInfo, SourceInfo, Story


def story_of(title: str | None, *, by: str | None = "Mina Harker", text: str = "It was night.", **more: Any) -> Story:
    """A Story of one chapter."""
    digest = sha256(f"{title}{by}{text}".encode()).hexdigest()
    return Story(
        source=SourceInfo(f"{title}.txt", "text", digest, 100, "utf-8"),
        reader=ReaderInfo("plaintext", "1"),
        title=title,
        creators=(Creator(by),) if by else (),
        chapters=(Chapter((Block("b1", "paragraph", 1, None, f"<p>{text}</p>"),), words=len(text.split())),),
        **more,
    )


@pytest.fixture
def make_story() -> Callable[..., Story]:
    return story_of


@pytest.fixture
def make_work(db: None) -> Callable[..., Any]:
    """Store a Story as an import would, and give its Work."""
    from fanthology.archive.catalogue.materialise import materialise
    from fanthology.archive.catalogue.models import Edition, Reading, Source, Work
    from fanthology.fic.writers.json import story_record

    def make(title: str | None = "Flight", **more: Any) -> Work:
        story = story_of(title, **more)
        source = Source.objects.create(
            sha256=sha256(repr((story, Source.objects.count())).encode()).hexdigest(), size=100, name=story.source.path
        )
        packed = Reading.pack(story_record(story, private=True))
        reading = Reading.objects.create(source=source, reader="plaintext", version="1", outcome="story", packed=packed)
        work = Work.objects.create(display_title="", sort_title="")
        work.edition = Edition.objects.create(work=work, reading=reading)
        work.save()
        materialise(work)
        return work

    return make
