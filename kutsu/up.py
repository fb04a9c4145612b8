"""Everything that a running Kutsu needs on one machine: Prefect, flows, site, previews, the way out of mail, a demo's sandbox."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from kutsu.channels import email
from kutsu.clock import TickingClock
from kutsu.companions import Companions
from kutsu.core.errors import Faulty
from kutsu.settings import WEBHOOK_KEY, Settings, keep_apart, read_environment, variable
from kutsu.wiring import preview_folder

PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "NO_PROXY": "127.0.0.1,localhost",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_RUNNER_POLL_FREQUENCY": "2",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "kutsu",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "60",
}
"""No analytics, no detours for loopback, slots fetched every two seconds (so that runs are punctual), our words in their logs, a
heartbeat that shows within minutes which run is dead, and no run called late before it is (flows.automations)."""


SANDBOX_SECONDS = 10
"""How long the sandbox, which has just answered, may take for its next answer."""


@dataclass(frozen=True)
class Addresses:
    """Where a running Kutsu answers; `wall` is the sandbox's page of all that was published, in a demo.

    `preview` is the page of all previews: on loopback alone, under a name that nobody can guess.
    """

    prefect: str
    site: str
    preview: str
    wall: str | None


@contextmanager
def running(settings: Settings, clock: TickingClock) -> Iterator[tuple[Addresses, Companions]]:
    """Start everything, wait until it answers, and stop all of it at the end, whatever happened.

    Raises `Faulty` when something does not come up. The addresses are kept under the state, so that links that were
    published stay right at the next start, and other commands on this state find the same world.
    """
    settings.faults.close()
    keep_apart(settings.places)
    state = settings.places.state
    companions = Companions(state / "logs")
    companions.heed()
    try:
        if not companions.hold(state / "lock"):
            raise Faulty([f"another Kutsu is running on {state}; stop it, or name another state with --state"])
        known = read_environment(state / "environment")
        wishes = _wishes(settings)
        addresses = {name: f"http://127.0.0.1:{companions.port(known.get(name), wish)}" for name, wish in wishes}
        played = {"KUTSU_CLOCK": str(clock)}
        _write(state / "environment", addresses | (played if settings.places.demo else {}))
        companions.environment |= _environment(settings, addresses | played)
        _start(companions, settings, addresses, clock)
        preview = f"{addresses['KUTSU_PREVIEW']}/{preview_folder(settings).name()}"
        shown = Addresses(addresses["KUTSU_PREFECT"], addresses["KUTSU_SITE"], preview, addresses.get("KUTSU_SANDBOX"))
        yield shown, companions
    finally:
        companions.stop()


def flows(companions: Companions, *words: str) -> None:
    """One command of the flows, such as `run pull`, to its end."""
    companions.run(words[-1], [sys.executable, "-m", "flows", *words])


def stay(companions: Companions) -> list[str]:
    """Block until Ctrl-C or SIGTERM, or until a companion ends by itself; gives the names of those that did."""
    try:
        while not (dead := companions.dead()):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return []
    return dead


def _wishes(settings: Settings) -> list[tuple[str, int]]:
    """The addresses that are needed, and the ports that they would like."""
    wishes = [("KUTSU_PREFECT", 4200), ("KUTSU_SITE", 8701), ("KUTSU_PREVIEW", 8703), ("KUTSU_WEB", 8704)]
    return wishes + ([("KUTSU_SANDBOX", 8702)] if settings.places.demo else [])


def _environment(settings: Settings, shared: dict[str, str]) -> dict[str, str]:
    """What every companion is told."""
    own = {"KUTSU_CONFIG": str(settings.places.config.absolute()), "KUTSU_STATE": str(settings.places.state)}
    api = {"PREFECT_API_URL": f"{shared['KUTSU_PREFECT']}/api", "PREFECT_HOME": str(settings.places.state / "prefect")}
    return PREFECT | own | api | shared


def _start(companions: Companions, settings: Settings, addresses: dict[str, str], clock: TickingClock) -> None:
    """Start the companions; the flows come last, for they need the others."""
    state = settings.places.state
    ports = {name: address.rpartition(":")[2] for name, address in addresses.items()}
    python = [sys.executable, "-m"]
    companions.start("prefect", [*python, "prefect", "server", "start", "--port", ports["KUTSU_PREFECT"]])
    companions.start("site", [*python, "kutsu.web", str(state / "site"), "--port", ports["KUTSU_SITE"]])
    companions.start("preview", [*python, "kutsu.web", str(state / "preview"), "--port", ports["KUTSU_PREVIEW"]])
    if "KUTSU_SANDBOX" in addresses:
        world = ["--state", str(state / "sandbox"), "--clock", str(clock)]
        companions.start("sandbox", [*python, "kutsu.sandbox", "--port", ports["KUTSU_SANDBOX"], *world])
        companions.wait_for("sandbox", addresses["KUTSU_SANDBOX"])
        _tell_events(companions, settings, addresses)
    companions.start("web", [*python, "kutsu.cli", "web", "--port", ports["KUTSU_WEB"]])
    companions.wait_for("web", f"{addresses['KUTSU_WEB']}/health")
    home = companions.environment["PREFECT_HOME"]
    place = f"{addresses['KUTSU_PREFECT']}/api/admin/settings"
    companions.wait_for("prefect", place, lambda answer: answer.json().get("home") == home)
    companions.start("flows", [*python, "flows", "serve"])


def _tell_events(companions: Companions, settings: Settings, addresses: dict[str, str]) -> None:
    """In a demo, what an operator does in SendGrid's settings: have it tell `kutsu web` what becomes of mail, and take over its key."""
    lists = (name for name, table in settings.channels.items() if table.adapter == email.ADAPTER)
    if name := next(lists, None):
        webhook = f"{addresses['KUTSU_SANDBOX']}/_sandbox/sendgrid/webhook"
        wanted = {"url": f"{addresses['KUTSU_WEB']}/events/sendgrid/{name}"}
        told = requests.put(webhook, json=wanted, timeout=SANDBOX_SECONDS).json()
        companions.environment[variable(name, WEBHOOK_KEY)] = told["public_key"]


def _write(path: Path, values: dict[str, str]) -> None:
    """Keep, whole or not at all, what commands on the same state need to know."""
    draft = path.with_suffix(".draft")
    draft.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    draft.replace(path)
