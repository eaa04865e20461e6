"""Stories that try to run a script: vectors of every kind, and mutations of them, in every field of several formats."""

from __future__ import annotations

import html
import random
import zipfile
from email.message import EmailMessage
from pathlib import Path

VECTORS = tuple(
    line.replace("\\t", "\t")
    for line in Path(__file__).with_name("vectors.txt").read_text(encoding="utf-8").splitlines()
)
"""Each would say something in a dialog, or ask evil.example for something."""
TOLD = ("Title", "Author", "Fandom", "Pairing", "Characters", "Rating", "Summary", "Disclaimer", "Warnings", "Series")
_WRAPS = (
    "{}",
    "<p>{}</p>",
    "<table><tr><td>{}</table>",
    "<svg>{}</svg>",
    "<math>{}</math>",
    "<ul><li>{}</ul>",
    "<select>{}</select>",
    "<style>{}</style>",
    "<noscript>{}</noscript>",
    "<blockquote><a name='{}'>b</a></blockquote>",
)
_SIGNS = ("\0", "\t", "\x0b", "\u00ad", "/", "<", ">", "'", '"', "<!-- -->", "&", "\u2028")
_ENTITIES = (lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):x};", lambda c: f"&#{ord(c):07}", html.escape)


def mutated(chance: random.Random) -> str:
    """A vector, changed in a few ways that parsers differ about."""
    text = chance.choice(VECTORS)
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _case(text: str, chance: random.Random) -> str:
    return "".join(sign.upper() if chance.random() < 0.3 else sign for sign in text)


def _inserted(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_SIGNS) + text[at:]


def _entities(text: str, chance: random.Random) -> str:
    return "".join(chance.choice(_ENTITIES)(sign) if chance.random() < 0.1 else sign for sign in text)


def _wrapped(text: str, chance: random.Random) -> str:
    return chance.choice(_WRAPS).format(text)


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randint(len(text) // 2, len(text))]


def _doubled(text: str, chance: random.Random) -> str:
    return text + chance.choice(VECTORS)


CHANGES = (_case, _inserted, _entities, _wrapped, _cut, _doubled)


def write(folder: Path, mutations: int, in_one: int = 50) -> int:
    """Write the files; how many vectors are in them."""
    folder.mkdir(parents=True)
    for index, vector in enumerate(VECTORS):
        _in_every_field(folder, f"field {index:03}", vector)
    chance = random.Random(7)
    for start in range(0, mutations, in_one):
        some = [mutated(chance) for _ in range(min(in_one, mutations - start))]
        body = [f"It rained {one} and went on raining." for one in some]
        (_text, _html, _markdown)[start // in_one % 3](folder, f"mutated {start:05}", "A story", body)
    return len(VECTORS) + mutations


def _in_every_field(folder: Path, name: str, vector: str) -> None:
    body = [f"It rained on the moor all night {vector} and nobody slept in the house." for _ in range(6)]
    head = "\n".join(f"{field}: The lamp {vector}" for field in TOLD)
    notes = f"A/N: {vector} thanks to all.\n\nChapter 1: {vector}\n\n"
    text = f"{head}\n\n{notes}" + "\n\n".join(body) + f"\n\nThe End\n\nA/N: {vector}\n"
    (folder / f"{name} a.txt").write_text(text)
    _html(folder, f"{name} b", f"The lamp {vector}", body, vector)
    _markdown(folder, f"{name} c", f"The lamp {vector}", body, vector)
    _mail(folder, f"{name} d", text, vector)
    _epub(folder, f"{name} e", body, vector)


def _text(folder: Path, name: str, title: str, body: list[str]) -> None:
    text = f"Title: {title} {name}\nAuthor: Hester\n\n" + "\n\n".join(body)
    (folder / f"{name}.txt").write_text(text, "utf-8", "replace")


def _html(folder: Path, name: str, title: str, body: list[str], vector: str = "") -> None:
    page = f'<html><head><title>{title} {name}</title><meta name=author content="{vector}"></head>'
    page += f"<body {vector}><h1>{title} {name}</h1><p>by Hester {vector}</p>"
    page += "".join(f'<p class="{vector}">{one}</p>' for one in body)
    (folder / f"{name}.html").write_text(page, "utf-8", "replace")


def _markdown(folder: Path, name: str, title: str, body: list[str], vector: str = "") -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ").replace("\0", "")
    front = f'---\ntitle: "{quoted} {name}"\nauthor: Hester\n---\n\n'
    links = f"[a]({vector}) ![b](javascript:alert(1)) <javascript:alert(1)>\n\n"
    (folder / f"{name}.md").write_text(front + f"# {title}\n\n{links}" + "\n\n".join(body), "utf-8", "replace")


def _mail(folder: Path, name: str, text: str, vector: str) -> None:
    letter = EmailMessage()
    letter["From"] = "Hester <hester@moors.example>"
    letter["Subject"] = f"FIC: The lamp {vector} (1/1)".replace("\t", " ")
    letter["Date"] = "Mon, 05 Jan 1998 10:00:00 +0000"
    letter.set_content(text)
    (folder / f"{name}.eml").write_bytes(bytes(letter))


def _epub(folder: Path, name: str, body: list[str], vector: str) -> None:
    told = html.escape(f"The lamp {vector}").replace("\t", " ")
    fields = "".join(f"<dc:{one}>{told}</dc:{one}>" for one in ("title", "creator", "subject", "description"))
    opf = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">{name}</dc:identifier>{fields}'
        '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = (
        '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    page = f"<html><head><title>{told}</title></head><body>" + "".join(f"<p>{one}</p>" for one in body)
    with zipfile.ZipFile(folder / f"{name}.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("a.opf", opf)
        book.writestr("a.xhtml", page + "</body></html>")
