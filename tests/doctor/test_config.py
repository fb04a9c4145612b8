"""Config and environment: each fault is seen when just that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.doctor import alarms, config
from kutsu.doctor.patient import Patient
from tests.configs import edit
from tests.doctor.patients import city, demo, faulty, levels, look


def told(patient: Patient, name: str) -> str:
    """What is not well of this check."""
    return faulty(look(*(check for check in config.checks(patient) if check[0] == name)))


def test_the_demo_is_well(tmp_path: Path) -> None:
    """The demo has nothing to be said of, and looking leaves no state behind."""
    patient = demo(tmp_path, KUTSU_SANDBOX="http://127.0.0.1:9")
    assert set(levels(look(*config.checks(patient)))) == {"ok"}
    assert not (tmp_path / "state").exists()


def test_every_fault_of_config(tmp_path: Path) -> None:
    """All faults are told at once, those of an adapter's options too."""
    patient = city(tmp_path)
    edit(tmp_path / "config/city.toml", 'country = "FI"', 'country = "Suomi"')
    assert "page: write the id" in told(patient, "config")
    assert "'Suomi' is no country code" in told(city(tmp_path), "config")


def test_what_is_missing(tmp_path: Path) -> None:
    """A secret that is not set is named."""
    patient = demo(tmp_path, KUTSU_SANDBOX="http://127.0.0.1:9", KUTSU_X_FI_TOKEN="")
    assert told(patient, "missing settings").startswith("KUTSU_X_FI_TOKEN is not set")


def test_a_name_that_nobody_reads(tmp_path: Path) -> None:
    """A misspelt name is told with the one that is meant, and bells may have names of their own."""
    patient = city(tmp_path, KUTSU_MASTODON_FI_TOKNE="secret", KUTSU_BELL_DUTY_ADDRESS="https://hooks.example")
    (check,) = (each for each in config.checks(patient) if each[0] == "names in the environment")
    (seen,) = look(check)
    assert (seen.level, seen.seen) == ("note", "KUTSU_MASTODON_FI_TOKNE is read by nobody")
    assert "KUTSU_MASTODON_FI_TOKEN meant?" in seen.do


def test_credentials_of_the_sandbox(tmp_path: Path) -> None:
    """A real city must not run on the demo's credentials."""
    patient = city(tmp_path, KUTSU_FACEBOOK_TOKEN="sandbox-facebook-page-token")
    assert told(patient, "credentials of the demo") == "KUTSU_FACEBOOK_TOKEN holds a credential of the sandbox"


@pytest.mark.parametrize(("mode", "seen"), [(0o600, ""), (0o640, "640"), (0o644, "644")])
def test_files_that_others_read(tmp_path: Path, mode: int, seen: str) -> None:
    """A key file that others can read is told with its rights."""
    key = tmp_path / "key.json"
    key.write_text("{}", "utf-8")
    key.chmod(mode)
    assert seen in (words := told(city(tmp_path, KUTSU_PILOTS_CREDENTIALS=str(key)), "files with secrets"))
    assert bool(seen) == bool(words)


def test_who_hears_of_trouble(tmp_path: Path) -> None:
    """A heartbeat and bells that can ring are well; the addresses, which are secrets, are not shown."""
    assert "is not set" in faulty(look(*alarms.checks(city(tmp_path))))
    bells = '[bells.duty]\nkind = "slack"\n[bells.post]\nkind = "mail"\n[bells.relay]\nkind = "mail"\nserver = "a.example"\n'
    (tmp_path / "config/alarms.toml").write_text(bells, "utf-8")
    heart = {"KUTSU_HEARTBEAT": "https://ping.example/kuuma-kivi"}
    lacking = faulty(look(*alarms.checks(city(tmp_path, **heart))))
    assert "KUTSU_BELL_DUTY_ADDRESS is not set" in lacking
    assert "KUTSU_BELL_POST_API_KEY is not set" in lacking
    assert "RELAY" not in lacking
    rings = {"KUTSU_BELL_DUTY_ADDRESS": "https://hooks.example/kivi", "KUTSU_BELL_POST_API_KEY": "kuuma"}
    seen = look(*alarms.checks(city(tmp_path, **heart, **rings)))
    assert set(levels(seen)) == {"ok"}
    assert "kivi" not in repr(seen)
