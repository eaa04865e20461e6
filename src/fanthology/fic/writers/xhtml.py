"""Text and blocks made fit for a book: escaping, links that lead somewhere, pictures that are not there."""

from __future__ import annotations

import html as entities
import re

# What XML 1.0 cannot hold at all, lone surrogates included.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:blockquote|caption|dd|div|dt|h[1-6]|li|p|pre|td|th|tr)>")
_TAG = re.compile(r"<[^<>]*>")
# no part of these can run past the next tag, so that markup made to be slow is not
_REST_OF_TAG = r"""\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>"""
_ANCHOR = re.compile("<a" + _REST_OF_TAG)
_IMAGE = re.compile("<img" + _REST_OF_TAG)
_HREF = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""")
_CREDENTIALS = re.compile(r"\A(\w+://)[^/?#]*@")
_KEPT = re.compile(r"""\s(src|alt)=(?:"([^"]*)"|'([^']*)')""")
# Web addresses that no e-book checker objects to: a host of plain labels, an escaped path.
_WEB = re.compile(
    r"https?://(?!xn--)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.(?!xn--)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
    r"\.[A-Za-z]{2,24}(?::\d{1,4})?(?:[/?#](?:[\w./?:@!$&'()*+,;=~-]|%[0-9A-Fa-f]{2})*)?(?:#[\w./?:@!$&'()*+,;=~-]*)?"
)


def legal(text: str) -> str:
    """Text without the characters that no XML may hold, not even escaped."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """Text for element content or a quoted attribute, without the characters that XML forbids.

    >>> escape('Watson & "Co." \\x0b')
    'Watson &amp; &quot;Co.&quot; '
    """
    return entities.escape(legal(text))


def paragraphs(text: str) -> str:
    """Plain text as XHTML paragraphs: a blank line parts them, a line end breaks.

    >>> paragraphs("One\\ntwo\\n\\nThree")
    '<p>One<br/>two</p><p>Three</p>'
    """
    parts = (part.strip() for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")))
    return "".join("<p>" + escape(part).replace("\n", "<br/>") + "</p>" for part in parts if part)


def web_address(address: str | None) -> str | None:
    """The address if a link in a book may lead there, else None.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)"), web_address("#note")
    ('https://example.org/a?b=1', None, None)
    """
    return address if address and _WEB.fullmatch(address) else None


def tame(html: str) -> str:
    """A block without what a book cannot keep: links that lead nowhere, and pictures, which leave their description.

    Where they lead stays in ``data-`` attributes, so that nothing is lost for whoever reads the book in again; mail
    addresses, names and passwords do not.

    >>> tame('<p><a href="mailto:m@example.org">Mina</a> <img src="m.png" alt="a portrait"/></p>')
    '<p><a>Mina</a> <span class="picture" data-src="m.png" data-alt="a portrait">[Picture: a portrait]</span></p>'
    >>> tame('<a href="https://mina:secret@example.org/">Mina</a>')
    '<a href="https://example.org/">Mina</a>'
    """
    if "<a" in html:
        html = _ANCHOR.sub(_tame_anchor, html)
    if "<img" in html:
        html = _IMAGE.sub(_tame_image, html)
    return html


def _tame_anchor(tag: re.Match[str]) -> str:
    href = _HREF.search(tag.group())
    written = entities.unescape(href.group(1) or href.group(2) or "") if href else ""
    if not written or written.lower().startswith("mailto:"):
        return "<a>"
    written = _CREDENTIALS.sub(r"\1", written)
    return f'<a {"href" if web_address(written) else "data-href"}="{escape(written)}">'


def _tame_image(tag: re.Match[str]) -> str:
    kept = [(one[1], entities.unescape(one[2] or one[3] or "")) for one in _KEPT.finditer(tag.group())]
    text = " ".join(next((value for name, value in kept if name == "alt"), "").split())
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in dict(kept).items())
    return f'<span class="picture"{told}>[Picture{": " + escape(text) if text else ""}]</span>'


def as_plain(html: str) -> str:
    """A block that breaks the rules, as a paragraph of its text with its line breaks.

    >>> as_plain("<p>Down<br>the <em>rabbit-hole</p>")
    '<p>Down<br/>the rabbit-hole</p>'
    """
    text = entities.unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    lines = (escape(line.strip()) for line in text.split("\n"))
    return "<p>" + "<br/>".join(line for line in lines if line) + "</p>"
