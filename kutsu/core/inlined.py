"""HTML of mail: its style sheet is written into the elements, since many mailboxes drop what stands in the head.

A style sheet marked `data-css-inline="keep"` stays there, for what no element can say: narrow screens and dark mode.
"""

from __future__ import annotations

from functools import cache

from css_inline import CSSInliner


def inlined(page: str) -> str:
    """The page with its style sheet in its elements: the same page gives the same bytes, and nothing is fetched."""
    return _inliner().inline(page) + "\n"


@cache
def _inliner() -> CSSInliner:
    """One for all mails; a `<link>` in a template is dropped and never followed."""
    return CSSInliner(load_remote_stylesheets=False)
