"""The language of the search box: `parse` gives what a query asks for, as a tree of `tree`.

A mistake never ends a search: it is told in a plain sentence with its place, and the rest is searched.
"""

from .reading import LONGEST_QUERY, MOST_PARTS, parse
from .tree import AllOf, AnyOf, Node, Not, Parsed, Problem, Span, Word, Yes

__all__ = [
    "LONGEST_QUERY",
    "MOST_PARTS",
    "AllOf",
    "AnyOf",
    "Node",
    "Not",
    "Parsed",
    "Problem",
    "Span",
    "Word",
    "Yes",
    "parse",
]
