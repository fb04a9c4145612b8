"""What search engines are told of the whole site: every page once, with its editions in other languages (sitemaps.org)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n"


@dataclass(frozen=True)
class Found:
    """A page below the site, when it was last approved (aware), and its alternates as pairs of language tag and folder."""

    folder: str
    at: dt.datetime
    alternates: Sequence[tuple[str, str]]


def robots(site: str) -> str:
    """Who may read: everybody, and here is all there is."""
    return ROBOTS.format(site)


def sitemap(site: str, pages: Iterable[Found]) -> str:
    """The map; folders hold nothing that XML would have to escape, and `site` is an address of config."""
    root = site.replace("&", "&amp;")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
            *(_url(root, page) for page in pages),
            "</urlset>\n",
        ]
    )


def _url(root: str, page: Found) -> str:
    """One page; the alternates name the page itself too, and the default for readers of any other language."""
    default = [("x-default", page.alternates[0][1])] if page.alternates else []
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{root}/{folder}"/>'
        for tag, folder in (*page.alternates, *default)
    )
    return f"<url><loc>{root}/{page.folder}</loc><lastmod>{page.at:%Y-%m-%d}</lastmod>{links}</url>"
