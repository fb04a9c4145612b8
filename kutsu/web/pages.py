"""The pages of the way out: plain HTML that needs nothing but itself, and says nothing about who reads it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from markupsafe import Markup
from starlette.responses import HTMLResponse

from kutsu.core.leaving import Leaver
from kutsu.core.render import Renderer

SHAPES = "shapes/web"
NOTICES = {
    404: "void",
    410: "void",
    429: "often",
    500: "broken",
    503: "broken",
}
"""What is told of each status; of any other, that this cannot be asked for."""

ODD = "odd"


class Pages:
    """All pages, in every language of the city."""

    def __init__(self, renderer: Renderer) -> None:
        """Draw what is the same for everybody once."""
        self._renderer, self._voices = renderer, renderer.voices
        self._style = renderer.sources[f"{SHAPES}/style.css"].strip()
        self._notices = {name: self._notice(name) for name in (*NOTICES.values(), ODD)}
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode("ascii")
        self.headers = headers(f"'sha256-{digest}'", safe=renderer.city.web.startswith("https://"))

    def ask(self, leaver: Leaver, wanted: str, status: int = 200) -> HTMLResponse:
        """Whether one wants to leave, with the button that does it; any status but 200 says that nothing was changed."""
        return HTMLResponse(self._page("ask", leaver, wanted, {"unchanged": status != 200}), status)

    def done(self, leaver: Leaver, wanted: str) -> HTMLResponse:
        """That one has left, what that means, and the way back."""
        return HTMLResponse(self._page("done", leaver, wanted, {}))

    def notice(self, status: int, more: Mapping[str, str] | None = None) -> HTMLResponse:
        """Why nothing was done, in every language, for nobody knows the reader's."""
        return HTMLResponse(self._notices[NOTICES.get(status, ODD)], status, more)

    def _page(self, shape: str, leaver: Leaver, wanted: str, context: Mapping[str, object]) -> str:
        """A page for one person, in the language that was asked for, else that of the mail, else the city's first."""
        language = next((key for key in (wanted, leaver.language) if key in self._voices), next(iter(self._voices)))
        labels = self._voices[language].labels
        what = labels.get(f"leave.of.{leaver.scope}") or labels["leave.of.any"]
        return self._draw(shape, language, {**context, "what": what})

    def _notice(self, name: str) -> str:
        """A page that says the same to everybody."""
        return self._draw("notice", next(iter(self._voices)), {"name": name})

    def _draw(self, shape: str, language: str, context: Mapping[str, object]) -> str:
        style = Markup(self._style)  # noqa: S704 - a file of ours, which stands in a style element
        return self._renderer.page(
            f"{SHAPES}/{shape}.html", language, {**context, "style": style, "voices": list(self._voices.values())}
        )


def headers(style: str, *, safe: bool) -> dict[str, str]:
    """What every answer tells the browser: run nothing, fetch nothing, keep nothing, tell nobody (OWASP's list).

    `safe` is whether the public address is https, and is to stay so.
    """
    policy = f"default-src 'none'; style-src {style}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    transport = {"Strict-Transport-Security": "max-age=31536000"} if safe else {}
    return transport | {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }
