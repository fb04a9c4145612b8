"""Child processes, and how we are told to stop them."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from kutsu.companions import STOPPING

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
