"""What the elements of HTML mean for the text of a page: tables for `fic.text.markup.flatten`."""

from __future__ import annotations

import re
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LEFT_OUT: Final = _set(
    "script style template noscript iframe object embed applet audio video canvas svg math map select option button"
    " textarea input datalist head frameset xml"
)
"""Elements whose content is no part of the text."""

_PARAGRAPHS = (
    "address article aside blockquote body center dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup hr legend listing main menu nav ol p pre section table ul xmp"
)
_LINES = "caption dd dt li tr summary details"
BREAKS_BEFORE: Final[dict[str, int]] = {
    **dict.fromkeys(_PARAGRAPHS.split(), 2),
    **dict.fromkeys(_LINES.split(), 1),
}
"""How many line ends part an element from what is around it."""

HOLDERS: Final = _set("article aside blockquote center div main section")
"""What holds paragraphs and pictures together: a picture at its end is its own, not the next one's."""

CELLS: Final = _set("td th")
HEADINGS: Final = _set("h1 h2 h3 h4 h5 h6")

_AS_THEY_ARE = (
    "p h1 h2 h3 h4 h5 h6 hr img blockquote ul ol li dl dt dd center pre table tr td th small sub sup abbr cite q ruby"
    " rt rp a"
)
MARKED: Final[dict[str, str]] = {
    **{tag: tag for tag in _AS_THEY_ARE.split()},
    **dict.fromkeys(("em", "i", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("u", "ins"), "u"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
    **dict.fromkeys(("listing", "xmp"), "pre"),
}
"""The Mark that an element makes."""

STYLES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"text-decoration[\w-]*\s*:\s*underline", re.IGNORECASE), "u"),
    (re.compile(r"text-decoration[\w-]*\s*:\s*line-through", re.IGNORECASE), "s"),
    (re.compile(r"text-align\s*:\s*center", re.IGNORECASE), "center"),
)
"""Marks that an author made with a style instead of an element."""

FURNITURE: Final = _set("nav footer aside menu")
FURNITURE_ROLES: Final = _set("navigation contentinfo search banner complementary")
FURNITURE_NAMES: Final = _set(
    "landmark skip-link skip-links visually-hidden visuallyhidden sr-only screen-reader-text screenreader breadcrumb"
    " breadcrumbs navbar navigation pagination noprint toc-heading endnote-link sidebar site-footer site-header"
    " site-nav comments comment-list commentlist comment-area entry-footer entry_footer b-singlepost-tags ljtags"
    " entry-metadata share-buttons sharedaddy advert advertisement kudos"
    " feedback comments_placeholder"
)
"""What sites call (as class or id) the parts that guide a reader around, or that only a screen reader says."""

HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
"""A style whose element no browser shows."""

TITLE_NAMES: Final = _set(
    "entry-title post-title story-title storytitle entry_title entrytitle subject b-singlepost-title fic-title"
    " work-title pagetitle"
)
"""What sites call the element that holds a story's title."""

AUTHOR_NAMES: Final = _set("authorlink author-name authorname author-link penname byline story-author fic-author")
"""What sites call the element that holds an author's name and nothing else."""

ROLES: Final = frozenset(("furniture", "form", "main", "link", "title", "author"))
"""What an element is for, where that is known apart from what it shows."""

DEEP: Final = re.compile(
    r"<(/?)(?:div|section|article|aside|main|header|footer|nav|center|blockquote|ul|ol|dl|dir|menu|form|fieldset|table"
    r"|address|details|summary|figure|figcaption|hgroup|dialog|search|pre|listing|span|font)\b[^<>]*>",
    re.IGNORECASE,
)
"""Containers that a parser keeps on a stack and looks through again and again."""

DEEP_STYLE: Final = re.compile(r"<(/?)(?:b|i|u|s|em|strong|tt|code|big|small|strike)(?:\s[^<>]*)?>", re.IGNORECASE)
"""The same of the styles of letters: whoever opens thousands and closes none means nothing by it."""
