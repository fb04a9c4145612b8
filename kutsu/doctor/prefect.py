"""The Prefect server, where one runs: healthy, of the version that flows are made for, and who may ask it. Through HTTP alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import requests

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.reach import answer, words

WHAT = "Prefect server"
AUTH = "KUTSU_PREFECT_AUTH"


def checks(patient: Patient) -> Sequence[Check]:
    """The one server."""
    return [(WHAT, partial(_server, patient))]


def _server(patient: Patient) -> Iterator[Checked]:
    """Health, version and whether it asks for a password; /health and /admin/version are Prefect's (docs.prefect.io/v3/api-ref)."""
    given = patient.settings.environment
    address = given.get("KUTSU_PREFECT") or given.get("PREFECT_API_URL", "").removesuffix("/api")
    if not address:
        yield note(
            WHAT, "none is known to this state", "`kutsu up` starts one; without it nothing goes out at its time."
        )
        return
    try:
        healthy = answer(f"{address}/api/health", patient.clock).ok
        open_to_all = answer(f"{address}/api/admin/version", patient.clock)
    except requests.RequestException as error:
        yield fault(
            WHAT,
            f"does not answer at {address} ({words(error)})",
            "Start it: `kutsu up`; its words are in STATE/logs/prefect.log.",
        )
        return
    yield (
        ok(WHAT, f"healthy at {address}")
        if healthy
        else fault(WHAT, f"unwell at {address}", "See STATE/logs/prefect.log.")
    )
    yield from _auth(patient, address, open_to_all)


def _auth(patient: Patient, address: str, asked: requests.Response) -> Iterator[Checked]:
    """Whether strangers can ask it, then its version as who may ask."""
    user, _, password = patient.settings.environment.get(AUTH, "").partition(":")
    if asked.status_code == requests.codes.unauthorized:
        yield ok(WHAT, "asks for a password")
        asked = answer(f"{address}/api/admin/version", patient.clock, auth=(user, password))
        if not asked.ok:
            yield fault(
                WHAT, f"does not take {AUTH}", f"Set {AUTH} to the user:password that the server was started with."
            )
            return
    elif not _loopback(address):
        yield fault(WHAT, f"at {address} everybody can start and stop runs", f"Set {AUTH} and start `kutsu up` again.")
    elif patient.demo:
        yield ok(WHAT, "asks for no password, and listens to this machine alone")
    else:
        words = "asks for no password: every account of this machine can run programs as Kutsu"
        yield note(WHAT, words, f"Set {AUTH} to user:password and start `kutsu up` again.")
    yield from _version(str(asked.json()) if asked.ok else "unknown")


def _version(runs: str) -> Iterator[Checked]:
    try:
        ours = version("prefect")
    except PackageNotFoundError:
        return
    if runs == ours:
        yield ok(WHAT, f"version {runs}, that of the flows")
    else:
        yield note(WHAT, f"version {runs}, the flows have {ours}", "Install the same from requirements.lock on both.")


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
