"""A page as its readers have it: the text, the links, and a strict eye on the markup."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "wbr", "input"})
LINKED = "application/ld+json"
"""A block of JSON, which no browser runs; it counts as an element of its own, not as a script."""


class Page(HTMLParser):
    """One HTML page, read; asserts that every element is closed where it must be and that no id comes twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.alternates: dict[str, str] = {}
        self.language = ""
        self.text = ""
        self.linked: list[str] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self.feed(html)
        assert self._open == []

    @property
    def lines(self) -> list[str]:
        """The text piece by piece, without blanks around."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, its id, its language and where it leads."""
        found = {name: value or "" for name, value in attrs}
        tag = LINKED if found.get("type") == LINKED and tag == "script" else tag
        self.elements.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = found["lang"]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if "id" in found:
            assert found["id"] not in self._ids
            self._ids.add(found["id"])
        if tag == "link" and "hreflang" in found:
            self.alternates[found["hreflang"]] = found["href"]
        elif "href" in found:
            self.links.append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        """Hold the end of an element against its beginning."""
        opened = self._open.pop()
        assert tag == ("script" if opened == LINKED else opened)

    def handle_data(self, data: str) -> None:
        """Gather what can be read, by people and by machines."""
        if self._open and self._open[-1] == LINKED:
            self.linked.append(data)
            return
        self.text += data + ("" if self._open and self._open[-1] == "title" else "\n")
