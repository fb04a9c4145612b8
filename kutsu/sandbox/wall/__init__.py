"""The wall: one page on which a person sees all that is out, by network and language, as residents would.

Plain HTML without a script. Each network has one lane and one card, `<network>.html` beside this file. What was published
is somebody else's text: it is escaped, and a mail's HTML stands in a sandboxed frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kutsu.sandbox.networks import Network, Publication
from kutsu.sandbox.world import World

IN_A_LANE = 40
"""Cards of one network while all networks are shown; a network by itself shows all of them."""
POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:"}


def page(world: World, networks: Sequence[Network]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of `/?network=…&language=…`."""
    templates = _templates(world)

    async def wall(request: Request) -> Response:
        chosen = {name: request.query_params.get(name, "") for name in ("network", "language")}
        everything = [publication for network in networks for publication in network.published()]
        shown = [one for one in everything if all(value in ("", getattr(one, name)) for name, value in chosen.items())]
        shown.sort(key=lambda one: one.published_at, reverse=True)
        html = templates.get_template("page.html").render(
            filters=_filters(everything, networks, chosen),
            lanes=_lanes(shown, networks, chosen),
            count=len(shown),
            chosen=chosen,
        )
        return HTMLResponse(html, headers=POLICY)

    return wall


def _templates(world: World) -> Environment:
    """The templates with what they call to write an instant, a language and the parts of a link."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters["instant"] = world.instant
    templates.filters["language"] = language
    templates.filters["split"] = urlsplit
    templates.globals["link"] = lambda **chosen: (
        "/?" + urlencode({name: value for name, value in chosen.items() if value})
    )
    return templates


def language(code: str) -> str:
    """The English name of a language; the code where nobody knows it."""
    try:
        return str(Locale.parse(code).get_display_name("en"))
    except (UnknownLocaleError, ValueError):
        return code or "No language"


def _filters(
    everything: Sequence[Publication], networks: Sequence[Network], chosen: dict[str, str]
) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Both rows of links: the field, and each choice with its words and how many there are under the other filter."""

    def counted(field: str, other: str) -> Counter[str]:
        return Counter(getattr(one, field) for one in everything if chosen[other] in ("", getattr(one, other)))

    by_network, by_language = counted("network", "language"), counted("language", "network")
    lanes = [(one.name, one.title, by_network[one.name]) for one in networks if by_network[one.name]]
    tongues = [(code, language(code), by_language[code]) for code in sorted(by_language, key=language) if code]
    return [
        ("network", [("", "All networks", by_network.total()), *lanes]),
        ("language", [("", "All languages", by_language.total()), *tongues]),
    ]


def _lanes(
    shown: Sequence[Publication], networks: Sequence[Network], chosen: dict[str, str]
) -> list[tuple[Network, list[Publication], int]]:
    """Each network with something to show: its cards, and how many there are in all."""
    lanes = [(network, [one for one in shown if one.network == network.name]) for network in networks]
    most = len(shown) if chosen["network"] else IN_A_LANE
    return [(network, cards[:most], len(cards)) for network, cards in lanes if cards]
