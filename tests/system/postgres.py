"""A PostgreSQL of the tests' own: Debian's programs, a data folder for once, a free loopback port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

USER = "postgres"
"""Debian's package makes this user; as root, which `initdb` and `postgres` refuse, they are run as it."""

SECONDS = 60
"""How long a start or an end may take."""


@dataclass(frozen=True)
class Server:
    """A running server that trusts everybody on this machine."""

    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, name: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{name}"

    def empty(self) -> str:
        """The address of a new, empty database."""
        name = f"ledger_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    def run(self, statement: str) -> None:
        """Run one statement with all rights, outside a transaction."""
        engine = create_engine(self.address(), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """A server, ended at the end; what it kept is removed."""
    with TemporaryDirectory(prefix="kutsu-postgres-") as folder:
        owner = pwd.getpwnam(USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        start = ["initdb", f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        assert launch(start, folder, owner).wait(SECONDS) == 0, Path(folder, "log").read_text("utf-8")
        server = Server(free_port())
        asked = {"listen_addresses": "127.0.0.1", "port": server.port, "unix_socket_directories": "", "fsync": "off"}
        options = [word for name, value in asked.items() for word in ("-c", f"{name}={value}")]
        process = launch(["postgres", *options], folder, owner)
        try:
            wait(server, process, Path(folder, "log"))
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" end: it waits for nobody
            process.wait(SECONDS)


def launch(command: list[str], folder: str, owner: pwd.struct_passwd) -> subprocess.Popen[bytes]:
    """Run one of PostgreSQL's programs in the folder as its owner, which says what it says into `log` there."""
    whose: dict[str, Any] = (
        {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    words = [program(command[0]), "-D", f"{folder}/kept", *command[1:]]
    with Path(folder, "log").open("ab") as log:
        return subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, **whose)


def program(name: str) -> str:
    """Where a program is: in PATH, or where Debian keeps the newest version."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (debian and str(debian[-1]))
    assert found, f"{name} is not installed; `apt-get install postgresql` brings it"
    return found


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Block until the server answers."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            server.run("SELECT 1")
        except OperationalError:
            assert process.poll() is None and time.monotonic() < deadline, log.read_text("utf-8")  # noqa: PT018 - one reason
            time.sleep(0.1)
        else:
            return
