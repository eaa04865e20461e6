"""What holds of the findings of any story."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from test_fandoms import AT_THE_INN, IN_THE_CASTLE, told

from fanthology.fic.enrich import enrich
from fanthology.fic.enrich.records import finding_from_record, finding_record
from fanthology.fic.enrich.telling import plain

SIGNS = ["\n", "“", "”", "kissed", ":", "&amp;", "HOLMES:", "’", "Pell", "Pell", "Pellinor", "O’Shea"]
PIECES = [*AT_THE_INN.split(), *IN_THE_CASTLE.split(), *SIGNS]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=300))
def test_signs_stand_where_they_say(pieces: list[str]) -> None:
    story = told(" ".join(pieces))
    words = {block.id: plain(block.html) for chapter in story.chapters for block in chapter.blocks}
    for finding in enrich(story):
        assert 0 < finding.confidence <= 1
        assert finding_from_record(finding_record(finding)) == finding
        for sign in (*finding.speaks_for, *finding.speaks_against):
            assert sign.count >= 0
            # how a story is told shows in many places; such a sign says where it begins
            quoted = finding.kind in ("fandom", "character", "relationship")
            assert sign.block is None or sign.quote in words[sign.block] or (not quoted and sign.block in words)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_asked(text: str) -> None:
    enrich(told(text.replace("<", "")))
