"""A run whose runner is gone goes on printing, and goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flows.apart import VARIABLE

RUN = """
import sys
from rich.console import Console
from flows.apart import keep_apart
keep_apart()
sys.stdin.readline()
Console(file=sys.stdout).print("one")
Console(file=sys.stderr).print("two")
"""


def run(words: Path | None) -> int:
    """Have a run print when nobody reads its pipes any more; gives with what it ended."""
    told = {**os.environ, VARIABLE: str(words or "")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", RUN], env=told, **pipes) as program:  # type: ignore[call-overload] # pipes of any kind
        for pipe in (program.stdout, program.stderr):
            pipe.close()
        program.stdin.write(b"go on\n")
        program.stdin.close()
        return int(program.wait(60))


def test_its_words_go_where_the_runner_s_went(tmp_path: Path) -> None:
    """With its runner dead a run prints where that one's words went, behind what stands there, and comes to its end."""
    words = tmp_path / "flows.log"
    words.write_text("zero\n", "utf-8")
    assert run(words) == 0
    assert words.read_text("utf-8") == "zero\none\ntwo\n"


def test_nobody_has_told_where(tmp_path: Path) -> None:
    """Where nobody has told, or what was told is gone, the pipe stays, and its break is the end as it is Prefect's way."""
    assert run(None) == run(tmp_path / "none" / "flows.log") == 1
