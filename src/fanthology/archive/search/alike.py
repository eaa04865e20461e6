"""More like this: works that share the tags of one, and the words that are more frequent in it than elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import log

import tantivy
from tantivy import Query

from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.standing import NOTHING, Standing
from fanthology.archive.catalogue.viewer import Viewer

from .answering import Paging, question
from .documents import IndexedWork, documents
from .filters import ANY
from .matching import any_of, is_one_of
from .query import NotReadyError, Results, answer, open_index
from .schema import schema

_WEIGHTS = {"series": 4.0, "relationship": 3.0, "fandom": 2.0, "character": 1.5, "creator": 1.0, "freeform": 1.0}
"""How much it counts that another work has the same, beside how rare that is."""

_FEW, _MOST_WITH_IT = 10_000, 0.1
"""What a tenth of a large archive has is no likeness, and takes long to go through."""

_WORDS_COUNT = 0.3
_MOST_WORDS, _MOST_CANDIDATES = 25, 300
_LEAST_LETTERS = 4
_MOST_OF_TEXT = 200_000


def alike(viewer: Viewer, work: Work, size: int = 20, standing: Standing = NOTHING) -> Results:
    """The works this viewer may see that are most like one, without itself. It must be one that they may see."""
    try:
        now, behind = open_index(viewer)
    except NotReadyError:
        return Results(size=size)
    entry = next(iter(documents([work.pk])), None)
    shared = [*_tags(now.searcher, entry), *_words(now.searcher, entry)] if entry else []
    if not shared:
        return Results(size=size)
    others = replace(standing, works=standing.works | {work.pk})
    asked = question(viewer, now, (("alike", work.pk), any_of(shared)), ANY, (others, None), behind)
    return answer(viewer, asked, Paging(size=size), "best", (), facets=())


def _tags(searcher: tantivy.Searcher, entry: IndexedWork) -> Iterator[Query]:
    for field, weight in _WEIGHTS.items():
        for number in entry.get(field, ()):
            works = searcher.doc_freq(field, number)
            if 1 < works < max(_FEW, searcher.num_docs * _MOST_WITH_IT):
                yield Query.const_score_query(is_one_of(field, [number]), weight * _rarity(searcher, works))


def _words(searcher: tantivy.Searcher, entry: IndexedWork) -> Iterator[Query]:
    """The words of the text that tell it from others: frequent here, seldom elsewhere."""
    text = " ".join(entry.get("text", ()))[:_MOST_OF_TEXT].split()
    counted = Counter(word for word in text if len(word) >= _LEAST_LETTERS)
    weighed: list[tuple[float, str]] = []
    for word, count in counted.most_common(_MOST_CANDIDATES):
        works = searcher.doc_freq("text", word)
        if works > 1:  # a word that is here alone leads nowhere
            weighed.append((count * _rarity(searcher, works), word))
    for _, word in sorted(weighed, reverse=True)[:_MOST_WORDS]:
        query = Query.term_query(schema(), "text", word, index_option="freq")
        yield Query.boost_query(query, _WORDS_COUNT)


def _rarity(searcher: tantivy.Searcher, works: int) -> float:
    return log(1 + searcher.num_docs / (1 + works))
