"""What Google tells a doctor of a spreadsheet, without a write: the account, its right, and who else may open it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kutsu.doctor import sheets
from kutsu.doctor.sheets import google as looked
from tests.configs import copied, edit
from tests.doctor.patients import demo, look
from tests.sheets.google import Google


def keep(google: Google, **changes: Any) -> None:
    """Change who may do what with the spreadsheet."""
    google.keep({**google.kept(), **changes})


def test_an_editor_and_a_reader(google: Google) -> None:
    """An account that may edit is well, one that may only read is a fault; the spreadsheet is as it was."""
    before, me = google.kept(), google.credentials["client_email"]
    seen = list(looked(google.sheet()))
    assert [each.level for each in seen] == ["ok", "ok"]
    assert me.partition("@")[0] in seen[0].seen
    assert google.kept() == before
    keep(google, editors=[], readers=[me])
    assert [each.level for each in looked(google.sheet())] == ["ok", "fault"]


@pytest.mark.parametrize(("linked", "kinds"), [(None, None), (False, ["user"]), (True, ["user", "anyone"])])
def test_who_else_may_open_it(google: Google, linked: bool | None, kinds: list[str] | None) -> None:
    """Whether anyone with the link may open a list is known where Google tells, and unknown where it does not."""
    keep(google, linked=linked)
    assert google.sheet().shared_with() == kinds


@pytest.mark.parametrize(("linked", "level"), [(None, "note"), (False, "ok"), (True, "fault")])
def test_a_list_of_residents(google: Google, tmp_path: Path, linked: bool | None, level: str) -> None:
    """A list of residents that anyone with the link can open is a fault; where Google does not tell, that is a note."""
    keep(google, linked=linked)
    ours = f'spreadsheet = "{google.name}"\nlist_base = "{google.address}/google"'
    edit(copied(tmp_path) / "demo/channels.toml", 'list = "audience/residents.csv"', ours)
    (tmp_path / "key.json").write_text(json.dumps(google.credentials), "utf-8")
    key = {"KUTSU_NEWSLETTER_LIST_CREDENTIALS": str(tmp_path / "key.json")}
    (check,) = (each for each in sheets.checks(demo(tmp_path, **key)) if each[0] == "list of newsletter")
    assert [each.level for each in look(check)] == [level]
