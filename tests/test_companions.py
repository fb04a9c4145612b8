"""Child processes, and how we are told to stop them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kutsu import companions
from kutsu.companions import STOPPING, Companions

DEAF = """
import os, signal, sys, time
from pathlib import Path
from kutsu.companions import Companions

class Deaf:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))

companions = Companions(Path(sys.argv[2]))
companions.heed()
companions.start("sleeper", ["sleep", "1000"])
try:
    del (deaf := [Deaf()])[0]
    time.sleep(30)
except KeyboardInterrupt:
    print("stopped")
finally:
    companions.stop()
"""
"""A destructor, in which Python swallows what a signal raises, is where the signal comes."""


@pytest.mark.parametrize("number", STOPPING)
def test_a_stop_that_python_swallowed_is_heard(number: signal.Signals, tmp_path: object) -> None:
    """A signal that arrives where Python drops the exception still ends all of it, and nothing is left running."""
    ran = subprocess.run(
        [sys.executable, "-c", DEAF, str(int(number)), str(tmp_path)], capture_output=True, text=True, timeout=30
    )
    assert "Exception ignored in" in ran.stderr
    assert ran.stdout == "stopped\n"
    assert ran.returncode == 0


def test_a_full_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one wrote before stands in its log until that is too long; then its next start begins another, and keeps the last one."""
    monkeypatch.setattr(companions, "FULL_BYTES", 8)
    mine = Companions(tmp_path)
    for word in ("one", "two", "three", "four"):
        mine.run("teller", ["echo", word])
    assert (tmp_path / "teller.log").read_text("utf-8") == "four\n"
    assert (tmp_path / "teller.log.1").read_text("utf-8") == "one\ntwo\nthree\n"
