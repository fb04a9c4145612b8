"""What is said in Arabic: every kind and audience of Finnish, all of the demo, and no line that a screen would turn round."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from twitter_text import parse_tweet

from kutsu.core.bidi import runs
from tests import samples
from tests.goldens import FOLDER

WORDS = samples.TEMPLATES / "words"
DEMO = samples.ROOT / "config/demo"
POSTS = sorted(FOLDER.glob("*/*.ar.status.txt"))
"""Every Arabic post as tests/core/test_render_golden.py holds it to the byte."""

NETWORKS = {"x", "facebook", "linkedin", "mastodon", "bluesky"}
UNFINISHED = {"PILOT-11", "INFO-13", "INFO-14"}
"""Rows of the demo that are left half done on purpose."""

ARABIC = re.compile("[\u0620-\u064a]")
TIME = re.compile(r"^\d\d:\d\d ")
"""One time alone, before what comes then, is read the same from either side."""

CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_every_kind_and_audience() -> None:
    """Arabic has a file of words for each that Finnish has, and there is a post of each on every network; a digest is mail."""
    kinds = {path.name for path in (WORDS / "fi").glob("*.toml")}
    assert {path.name for path in (WORDS / "ar").glob("*.toml")} == kinds
    posts = {(path.parent.name, path.name.partition(".ar.")[0]) for path in POSTS}
    spoken = {name.removesuffix(".toml") for name in kinds - {"labels.toml", "digest.toml"}}
    assert posts == {(network, name) for network in NETWORKS for name in spoken}


@pytest.mark.parametrize("path", POSTS, ids=lambda path: f"{path.parent.name}-{path.name.partition('.ar.')[0]}")
def test_a_post(path: Path) -> None:
    """It begins with Arabic, has addresses, numbers of groups and tags on lines of their own, and no sign that nobody sees.

    On X each of its letters counts as one, which an invisible sign would not.
    """
    text = path.read_text("utf-8")
    lines = [TIME.sub("", line) for line in text.splitlines()]
    assert ARABIC.match(text)
    assert not CONTROLS.search(text)
    assert not [line for line in lines if ARABIC.search(line) and any(apart for _, apart in runs(line))]
    assert all(word.startswith("#") for line in lines if "#" in line for word in line.split())
    if path.parent.name == "x":
        parsed = parse_tweet(re.sub(r"https://\S+", "", text))
        assert parsed.weightedLength == len(re.sub(r"https://\S+", "", text))


def test_all_of_the_demo() -> None:
    """Each complete row, place and contact of the demo tells in Arabic what it tells in Finnish; a name may stay as on the door."""
    told = tomllib.loads((DEMO / "drafts/ar.toml").read_text("utf-8"))["texts"]
    tables = [tomllib.loads(path.read_text("utf-8")) for path in (DEMO / "plan").rglob("*.toml")]
    for row, table in ((row, fields) for rows in tables for row, fields in rows.items() if row not in UNFINISHED):
        texts = {name for name, value in table.items() if isinstance(value, dict) and "fi" in value}
        assert texts - told.get(row, {}).keys() <= {"name", "street", "district"}, row
    assert all(ARABIC.search(text) and not CONTROLS.search(text) for row in told.values() for text in row.values())
