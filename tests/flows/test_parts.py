"""What flows show to operators is data, never markup."""

from __future__ import annotations

import pytest

from flows.parts import cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://x.com/espoo_fi/status/1", "[open](https://x.com/espoo_fi/status/1)"),
        ("too | many\nrequests", "too \\| many requests"),
        ("<script>", "&lt;script&gt;"),
        ('it\'s "here"', 'it\'s "here"'),
        ("[x](javascript:alert(1))", r"\[x\]\(javascript:alert\(1\)\)"),
        ("https://x.example/) [evil](https://evil.example", r"https://x.example/\) \[evil\]\(https://evil.example"),
        ("https://x.example/)(", "[open](https://x.example/%29%28)"),
    ],
)
def test_cell(text: str, shown: str) -> None:
    """A network's words stay words in a Markdown table; an address alone can be opened, and no bracket ends it early."""
    assert cell(text) == shown
