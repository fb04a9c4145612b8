"""The style of a mail in its elements: always the same, and out of nothing but the page itself."""

from __future__ import annotations

import subprocess
import sys

from kutsu.core.inlined import inlined

PAGE = (
    "<!DOCTYPE html><html><head><style>p { color: #123456; margin: 0; padding: 1px } .a { margin: 2px }</style>"
    '<style data-css-inline="keep">@media (max-width: 9px) { p { margin: 1px !important } }</style></head>'
    '<body><p class="a b" id="c" lang="fi">Ä &amp; &lt;b&gt; <a href="-kutsu-unsub-url-">Pois</a></p></body></html>'
)


def test_in_its_elements() -> None:
    """Rules stand in the elements, what only a head can say stays there, and neither text nor address is touched."""
    made = inlined(PAGE)
    assert 'style="color: #123456;padding: 1px;margin: 2px;"' in made
    assert made.count("<style") == made.count("@media") == 1
    assert "Ä &amp; &lt;b&gt;" in made
    assert 'href="-kutsu-unsub-url-"' in made


def test_the_same_bytes_in_another_process() -> None:
    """What one process freezes, another makes again to the byte: no order depends on the process."""
    command = [
        sys.executable,
        "-c",
        "import sys; from kutsu.core.inlined import inlined; print(inlined(sys.argv[1]), end='')",
    ]
    others = {subprocess.run([*command, PAGE], capture_output=True, check=True).stdout.decode() for _ in range(3)}
    assert others == {inlined(PAGE)}


def test_nothing_is_fetched() -> None:
    """A style sheet elsewhere is neither fetched nor kept, on the disk or in the web."""
    for address in ("http://127.0.0.1:9/a.css", "file:///etc/hostname"):
        made = inlined(PAGE.replace("<style>", f'<link rel="stylesheet" href="{address}"><style>', 1))
        assert made == inlined(PAGE)
