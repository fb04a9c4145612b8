"""The public site: answers over https, its certificate lasts, robots may come, it shows what we wrote last; so the way out of mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

import requests

from kutsu.core.checked import Checked, by_days, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.reach import answer, days_left, words

SHUT = re.compile(r"(?im)^user-agent:\s*\*\s*$(?:\n(?!\s*$|user-agent:).*)*?\n\s*disallow:\s*/\s*$")
"""A robots.txt that keeps every robot from everything (RFC 9309)."""
RENEW = "Renew it (with certbot: `certbot renew`), and see why that did not happen by itself."
SERVE = "Is the web server up, and does the name lead to it? `kutsu up` serves STATE/site on this machine."


def checks(patient: Patient) -> Sequence[Check]:
    """The site, and what readers of mail need."""
    city, found = patient.settings.city, list[Check]()
    found.append(("site", partial(_site, patient, city.site.rstrip("/")) if city.site else _nowhere))
    if city.web:
        found.append(("way out of mail", partial(_web, patient, city.web.rstrip("/"))))
    return found


def _nowhere() -> Iterator[Checked]:
    """A demo that nobody has started."""
    yield note("site", "it has no address yet", "`kutsu up` serves it.")


def _site(patient: Patient, address: str) -> Iterator[Checked]:
    """Everything of the site."""
    ours = patient.settings.places.state / "site" / "index.html"
    try:
        page = answer(f"{address}/", patient.clock)
    except requests.RequestException as error:
        yield fault("site", f"{address} does not answer ({words(error)})", SERVE)
        return
    if not page.ok:
        yield fault("site", f"{address}/ answers {page.status_code}", SERVE)
    elif not ours.is_file():
        yield note("site", f"{address} answers; this state has written no site yet", "The first pull writes it.")
    elif page.content == ours.read_bytes():
        yield ok("site", f"{address} answers, and shows what was written last")
    else:
        do = "Is STATE/site copied there after every pull, or is a cache in between?"
        yield note("site", f"{address} shows another first page than was written last", do)
    yield from _secure("site", address, patient.demo)
    robots = answer(f"{address}/robots.txt", patient.clock)
    if robots.ok and SHUT.search(robots.text):
        yield note(
            "site", "robots.txt keeps every search engine away", "Residents will not find the pilots: allow them."
        )


def _secure(what: str, address: str, demo: bool) -> Iterator[Checked]:
    """Its certificate, or that it has none."""
    if urlsplit(address).scheme != "https":
        if not demo:
            yield fault(what, f"{address} is no https address", "Give it a certificate, and write https in city.toml.")
        return
    try:
        yield by_days(what, days_left(address), "its certificate", RENEW)
    except OSError as error:
        yield fault(what, f"its certificate is not to be trusted ({words(error)})", RENEW)


def _web(patient: Patient, address: str) -> Iterator[Checked]:
    """`kutsu web` from outside, by the address that stands in every mail."""
    what = "way out of mail"
    try:
        well = answer(f"{address}/health", patient.clock)
    except requests.RequestException as error:
        yield fault(
            what, f"{address} does not answer ({words(error)})", "Start `kutsu web`; mail without a way out is held."
        )
        return
    if well.ok:
        yield ok(what, f"{address} answers")
    else:
        yield fault(what, f"{address}/health answers {well.status_code}", "Does the proxy lead to `kutsu web`?")
    yield from _secure(what, address, patient.demo)
