"""A round of checks: side by side, over in time, and never a traceback or a secret."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from kutsu import doctor
from kutsu.core.checked import Checked, ok
from kutsu.core.errors import Held, Unavailable
from kutsu.doctor import Check
from tests.doctor.patients import city, levels, look


def well() -> Iterator[Checked]:
    """Sees something that is well."""
    yield ok("a thing", "well")


def hangs() -> Iterator[Checked]:
    """Sees something, then hangs."""
    yield ok("a thing", "half of it")
    time.sleep(30)


def raises(error: Exception) -> Check:
    """A check that ends with this error."""

    def look() -> Iterator[Checked]:
        yield from ()
        raise error

    return "a thing", look


def test_what_hangs_is_told_in_time() -> None:
    """Twenty checks that hang end together with the round, keep what they saw, and do not hide what is well."""
    began = time.monotonic()
    seen = look(("well", well), *(("hanging", hangs) for _ in range(20)), seconds=0.5)
    assert time.monotonic() - began < 3
    assert levels(seen) == ["ok", *("ok", "fault") * 20]
    assert seen[-1].seen == "no answer within 0.5 seconds"
    assert seen[-1].do


def test_what_breaks_is_told_in_words() -> None:
    """An error of Kutsu's becomes a fault with what to do, any other one a fault of the check, in one line."""
    seen = look(
        raises(Held("X (x-fi) answered 401: Unauthorized; mend the account or its credentials")),
        raises(Unavailable("X (x-fi) could not be reached (gaierror)")),
        raises(ValueError("line 1\nline 2")),
    )
    assert levels(seen) == ["fault"] * 3
    assert "new credentials" in seen[0].do
    assert "network" in seen[1].do
    assert (seen[2].seen, "fault of Kutsu" in seen[2].do) == (
        "could not be looked at (ValueError: line 1 line 2)",
        True,
    )


def test_no_secret_and_no_address() -> None:
    """Whatever a network quotes, neither a secret nor a mail address is shown."""
    (seen,) = look(raises(ValueError("token kuuma-kivi of matti.virtanen@example.org")), secrets=("kuuma-kivi",))
    assert "kuuma" not in repr(seen)
    assert "example.org" not in repr(seen)


def test_fields_are_found_and_may_break(tmp_path: Path) -> None:
    """Every module is a field by itself; one that cannot even name its checks is a fault among the others."""
    assert {"channels", "clock", "config", "database", "disk", "prefect", "sheets", "site"} <= set(doctor.fields())
    patient = city(tmp_path)
    assert {field for field, _ in doctor.checks(patient, ["disk", "clock"])} == {"disk", "clock"}
    named = [name for name, _ in doctor.checks(patient)]
    assert set(named) == set(doctor.fields())
