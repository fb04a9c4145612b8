"""Where a running Kutsu answers: ports that stay, words about those that are taken, and who may ask from where."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from kutsu.companions import Companions
from kutsu.companions.machine import LOOPBACK
from kutsu.core.errors import Faulty
from kutsu.settings import Settings, read_environment
from kutsu.up.occupant import occupant

PREFECT = "KUTSU_PREFECT"
AUTH = "KUTSU_PREFECT_AUTH"
"""Of the form user:password; whenever it is set, Prefect asks for it."""

WISHES = {PREFECT: 4200, "KUTSU_SITE": 8701, "KUTSU_PREVIEW": 8703, "KUTSU_WEB": 8704}
DEMO = {"KUTSU_SANDBOX": 8702}


@dataclass(frozen=True)
class Door:
    """Where Prefect listens, at which port (else one that stays), and what it asks for; the rest listens on loopback alone."""

    host: str = LOOPBACK
    port: int | None = None
    auth: str = field(default="", repr=False)

    def check(self) -> None:
        """Raise `Faulty` for a door that cannot be, or that would stand open."""
        if self.auth and not all(self.auth.partition(":")):
            raise Faulty([f"{AUTH} must be of the form user:password"])
        try:
            beyond = not ipaddress.ip_address(self.host).is_loopback
        except ValueError as error:
            raise Faulty(
                [f"--host {self.host}: write an address of this machine, such as 192.0.2.7 or 0.0.0.0"]
            ) from error
        if beyond and not self.auth:
            words = "whoever reaches Prefect there could publish in the city's name"
            raise Faulty([f"--host {self.host}: {words}; set {AUTH} to user:password first"])

    @property
    def name(self) -> str:
        """The host by which Prefect is reached from this machine."""
        address = ipaddress.ip_address(self.host)
        if address.is_unspecified:
            return LOOPBACK
        return f"[{address}]" if address.version == 6 else str(address)

    @property
    def environment(self) -> dict[str, str]:
        """What Prefect's server and clients are told. The UI asks the server that it came from, by whatever name or port."""
        own = {"PREFECT_SERVER_UI_API_URL": "/api", "NO_PROXY": f"127.0.0.1,localhost,{self.name}"}
        names = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING") if self.auth else ()
        return own | dict.fromkeys(names, self.auth)

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User and password, if there are any."""
        user, _, password = self.auth.partition(":")
        return (user, password) if self.auth else None


def choose(settings: Settings, companions: Companions, door: Door, tell: Callable[[str], None]) -> dict[str, str]:
    """The addresses of this start; raises `Faulty` for a port that somebody fixed and another has.

    What an earlier start used is used again, so that published links stay right; where that is not possible, it is told.
    """
    known = read_environment(settings.places.state / "environment")
    fixed = _fixed(settings) | ({PREFECT: door.port} if door.port else {})
    found, faults = {}, []
    for name, wish in (WISHES | (DEMO if settings.places.demo else {})).items():
        host = door.host if name == PREFECT else LOOPBACK
        wanted = fixed.get(name) or _port(known.get(name, "")) or wish
        number = wanted if companions.take(wanted, host) else 0
        if not number:
            taken = f"port {wanted} of {host} is taken by {occupant(wanted)}"
            if name in fixed:
                faults.append(f"{name}: {taken}; stop that, or name another port")
                continue
            number = companions.port(None, wish, host)
            tell(f"{name}: {taken}; {number} is used instead")
        found[name] = f"http://{door.name if name == PREFECT else LOOPBACK}:{number}"
    if faults:
        raise Faulty(faults)
    return found


def _fixed(settings: Settings) -> dict[str, int]:
    """The ports that the environment, or the file that city.toml names for it, fixes; raises `Faulty` for what is no address of ours."""
    file = settings.places.environment
    given = {**(read_environment(file) if file else {}), **os.environ}
    named = {name: given[name] for name in WISHES | DEMO if given.get(name)}
    if wrong := [name for name, address in named.items() if not _port(address)]:
        raise Faulty([f"{name}: kutsu up listens on this machine; write http://127.0.0.1:PORT" for name in wrong])
    return {name: _port(address) for name, address in named.items()}


def _port(address: str) -> int:
    """The port of an address; 0 when it names none."""
    number = address.rpartition(":")[2].rstrip("/")
    return int(number) if address.startswith("http://") and number.isdecimal() else 0
