"""What the machine is asked about child processes: is a port free, does an address answer, does a group live."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys

import requests
from requests import Response

LOOPBACK = "127.0.0.1"

PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def asked(address: str, auth: tuple[str, str] | None) -> Response:
    """The answer of a companion; no proxy stands on the way to this machine."""
    with requests.Session() as line:
        line.trust_env = False
        return line.get(address, timeout=2, auth=auth)


def free(candidate: int, host: str) -> int | None:
    """The port (any, for 0) if it can be bound on this host now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, candidate))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def send(companion: subprocess.Popen[bytes], number: signal.Signals | None) -> bool:
    """Send a signal (or none) to a companion and its children, who may have outlived it; False when none of them lives."""
    try:
        os.killpg(companion.pid, number or 0)
    except ProcessLookupError:
        return False
    return True


def end_with_parent() -> None:
    """Have Linux stop a companion when we are killed in a way that lets us stop nothing ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
