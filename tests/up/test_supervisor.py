"""The supervisor: who ended comes back, and everybody can read how it stands."""

from __future__ import annotations

from tests.up.household import FLOWS, Fake


def test_an_end_and_a_return_are_a_line_each() -> None:
    """Who was killed is started again at once; its end, with where its words are, and its return are told once."""
    fake = Fake()
    supervisor = fake.supervisor()
    fake.pass_by(supervisor, 40, "prefect")
    assert (fake.started, fake.said) == ([], [])
    fake.codes["flows"] = -9
    fake.pass_by(supervisor, 10, "prefect")
    assert fake.started == ["flows"]
    assert fake.said == [
        "12.00.00 flows was killed by SIGKILL after 40 s; it is started again at once; its words are in logs/flows.log",
        "12.00.00 flows is back",
    ]


def test_the_waits_grow_and_are_kept() -> None:
    """Who ends again and again waits longer each time; what is kept says so while it waits."""
    fake = Fake()
    supervisor = fake.supervisor()
    for _ in range(4):
        fake.codes["flows"] = 1
        fake.pass_by(supervisor, 5, "prefect")
    assert [line.split("; ")[1] for line in fake.said if "ended (exit code 1)" in line] == [
        "it is started again at once",
        "it is started again in 1 s",
        "it is started again in 2 s",
        "it is started again in 4 s",
    ]
    fake.codes["flows"] = 1
    fake.pass_by(supervisor, 1, "prefect")
    kept = fake.kept["flows"]
    assert (kept["state"], kept["restarts"], kept["last_exit"]) == ("waiting", 4, 1)
    assert kept["since"] == "2027-03-01T12:00:00+00:00"
    assert fake.kept["prefect"] == {
        "pid": fake.kept["prefect"]["pid"],
        "since": kept["since"],
        "restarts": 0,
        "last_exit": None,
        "state": "running",
    }


def test_flows_wait_for_the_server() -> None:
    """Flows that ended with their server come back after it: it must answer first; flows that live are left alone."""
    fake = Fake()
    supervisor = fake.supervisor()
    fake.codes |= {"prefect": -9, "flows": -9}
    fake.pass_by(supervisor, 8)
    assert fake.started == ["prefect"]
    assert fake.kept["prefect"]["state"] == "starting"
    fake.pass_by(supervisor, 8, "prefect")
    assert fake.started == ["prefect", "flows"]
    fake.codes["prefect"] = 1
    fake.pass_by(supervisor, 8, "prefect")
    assert fake.started == ["prefect", "flows", "prefect"]


def test_who_does_not_answer_is_started_again() -> None:
    """A companion that lives and does not answer for a minute is ended and started again; one that starts gets more time."""
    fake = Fake()
    supervisor = fake.supervisor()
    fake.pass_by(supervisor, 60)
    assert fake.said == []
    fake.pass_by(supervisor, 2)
    assert fake.started == ["prefect"]
    assert fake.said[0] == "12.00.00 prefect has not answered at http://127.0.0.1:4200/api/health for 60 s"
    fake.pass_by(supervisor, 80)
    assert fake.started == ["prefect"]
    fake.pass_by(supervisor, 20)
    assert fake.started == ["prefect", "prefect"]


def test_nothing_to_say_nothing_written() -> None:
    """While all is well, the file is not written again."""
    fake = Fake(members={"flows": FLOWS})
    supervisor = fake.supervisor()
    fake.kept.clear()
    fake.pass_by(supervisor, 100)
    assert fake.kept == {}
