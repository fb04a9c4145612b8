"""A site as a machine reads it: its files, the elements of each page, and where a link leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.site.built import ADDRESS

VOID = frozenset({"meta", "link", "br", "wbr", "hr", "img", "input", "source", "col", "area", "embed", "track"})
WEBCAL = "webcal://"


@dataclass
class Element:
    """One element with its attributes and all text within."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Document(HTMLParser):
    """One HTML page by its path on the site."""

    path: str
    html: str = field(repr=False)
    elements: list[Element] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        """Read it."""
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.html)

    @property
    def address(self) -> str:
        """Where it is public."""
        return f"{ADDRESS}/{self.path.removesuffix('index.html')}"

    @property
    def language(self) -> str:
        """The key of its language; empty for the pages above all languages."""
        first, _, rest = self.path.partition("/")
        return first if rest else ""

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in their order."""
        return [each["id"] for each in self.elements if "id" in each.attributes]

    @cached_property
    def alternates(self) -> dict[str, str]:
        """The same page for others: address by `hreflang`."""
        return {each["hreflang"]: each["href"] for each in self.every("link", rel="alternate") if each["hreflang"]}

    def every(self, tag: str, **attributes: str) -> list[Element]:
        """All elements of this name with these attributes."""
        found = (each for each in self.elements if each.tag == tag)
        return [each for each in found if all(each[name] == value for name, value in attributes.items())]

    def meta(self, name: str) -> list[str]:
        """What the page tells of itself under a name or property."""
        return [each["content"] for each in self.every("meta") if name in (each["name"], each["property"])]

    def links(self) -> Iterator[str]:
        """Every address that the page names for somebody to follow or load."""
        for each in self.elements:
            yield from (value for name in ("href", "src") if (value := each.attributes.get(name)) is not None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more element; an attribute given twice would be lost here, so html-validate looks for those."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Hold the end of an element against its beginning."""
        assert self._open.pop().tag == tag, self.path

    def handle_data(self, data: str) -> None:
        """Text belongs to all that is open."""
        for element in self._open:
            element.text += data


@dataclass(frozen=True)
class Whole:
    """All of a site in a folder."""

    root: Path

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file by its path."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.root).as_posix() for path in found)

    @cached_property
    def pages(self) -> dict[str, Document]:
        """Every HTML page by its path."""
        return {name: Document(name, self.text(name)) for name in sorted(self.files) if name.endswith(".html")}

    @cached_property
    def by_address(self) -> dict[str, Document]:
        """Every HTML page by its public address."""
        return {page.address: page for page in self.pages.values()}

    def text(self, name: str) -> str:
        """A file as text."""
        return (self.root / name).read_text("utf-8")

    def named(self, ending: str) -> list[str]:
        """The files whose path ends so."""
        return sorted(name for name in self.files if name.endswith(ending))

    def led_to(self, page: str, links: Iterable[str]) -> set[str]:
        """The paths on this site to which links on the page at this path lead."""
        return {there[0] for link in links if (there := _there(page, link))}

    def fault(self, page: str, link: str) -> str:
        """Why a link on the page at this path leads nowhere on the site; empty when it leads somewhere, or elsewhere."""
        name, anchor = _there(page, link) or ("", "")
        if name and name not in self.files:
            return f"{page}: {link} leads to no file"
        if anchor and anchor not in self.pages[name].ids:
            return f"{page}: {link} leads to no element"
        return ""


def _there(page: str, link: str) -> tuple[str, str] | None:
    """The path and the fragment on this site that a link means; None when it leads elsewhere."""
    address, anchor = urldefrag(urljoin(f"{ADDRESS}/{page}", link.replace(WEBCAL, "https://", 1)))
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != ADDRESS:
        return None
    name = unquote(parts.path).lstrip("/")
    return (f"{name}index.html" if name == "" or name.endswith("/") else name), anchor
