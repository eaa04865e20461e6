"""Which parts of a letter are its text, and which are items of their own: what reads letters and what takes them out of
mailboxes have to agree on it."""

from __future__ import annotations

from email.message import Message

_NO_ITEM = frozenset(("image", "audio", "video", "multipart", "message"))
_NO_ITEM_TYPES = frozenset((
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/ms-tnef",
    "text/x-vcard", "text/vcard", "text/directory", "text/plain", "text/calendar",
))  # fmt: skip


def is_item(part: Message) -> bool:
    """True for an attached file that is read on its own and not as text of the letter: a book, a document, a page.

    >>> from email import message_from_string
    >>> is_item(message_from_string('Content-Type: application/epub+zip; name="moor.epub"\\n\\nPK'))
    True
    """
    try:
        named = part.get_filename()
    except (LookupError, ValueError, TypeError):
        return False
    kind = part.get_content_type()
    return bool(named) and part.get_content_maintype() not in _NO_ITEM and kind not in _NO_ITEM_TYPES
