"""The small XML files of an EPUB as elements, with nothing fetched and no entity but the five of XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_DEEPEST = 200


class HostileXmlError(ValueError):
    """An XML file that declares entities, nests without end, or is not well-formed."""


@dataclass(slots=True)
class Element:
    """An element: its name without the prefix, its attributes likewise, its own text, its children."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """The elements of a name below this one, in document order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, name: str) -> Element | None:
        """The first of them, None if there is none."""
        return next(self.all(name), None)

    @property
    def words(self) -> str:
        """Its text and that of all below it, on one line."""
        return " ".join([*self.text.split(), *(child.words for child in self.children)]).strip()


def parse_xml(data: bytes) -> Element:
    """The root element. Raises HostileXmlError for what is not well-formed, or declares entities.

    >>> parse_xml(b'<package><metadata><dc:title xmlns:dc="x">Oz</dc:title></metadata></package>').first("title").text
    'Oz'
    """
    root = Element("", {})
    open_elements = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > _DEEPEST:
            raise HostileXmlError("too deep")
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(":")[2], bare)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def refuse(*declared: object) -> None:
        raise HostileXmlError("it declares entities")

    def words(text: str) -> None:
        open_elements[-1].text += text

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_elements.pop()
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise HostileXmlError(str(error)) from error
    return root.children[0]
