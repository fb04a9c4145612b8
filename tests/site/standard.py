"""Pages of the site held to the HTML standard by html-validate."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.samples import ROOT

HTML = ROOT / "tests/html"


def faults(root: Path) -> Iterator[str]:
    """What is wrong with any page in this folder, a line each; the exceptions, with reasons, stand in tests/html/site.mjs."""
    rules = ["--config", str(HTML / "site.mjs"), "--formatter", "text"]
    command = [str(HTML / "node_modules/.bin/html-validate"), *rules, str(root)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HTML)
    lines = (told.stdout + told.stderr).splitlines()
    yield from (line.replace(f"{root}/", "") for line in lines if line.strip())
    if told.returncode and not lines:
        yield f"html-validate ended with {told.returncode}"
