"""Bells of every kind, as Prefect's own blocks, against real servers on loopback; and what of them may be read."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from apprise.plugins.sendgrid import NotifySendGrid
from apprise.plugins.slack import NotifySlack

from flows import bells as module
from flows.bells import Belfry, belfry
from flows.heartbeat import beat
from kutsu.settings import read_settings
from tests.configs import ROOT
from tests.sinks import sink

SECRET = "salaisuus-4711"


def tower(folder: Path, table: str, **environment: str) -> Belfry:
    """The bells of an alarms.toml, with this environment."""
    (folder / "city.toml").write_text(f'extends = "{ROOT}/config/demo"\n', "utf-8")
    (folder / "alarms.toml").write_text(table, "utf-8")
    settings = read_settings(folder, folder / "state", {"KUTSU_SITE": "", "KUTSU_WEB": "", **environment})
    return belfry(settings)


def test_a_webhook(tmp_path: Path) -> None:
    """A webhook gets title and message as JSON at its whole address, and no mention in a text can call a channel."""
    with sink() as heard:
        address = f"{heard.base}/hook/{SECRET}?key=a%20b"
        bells = tower(tmp_path, '[bells.duty-phone]\nkind = "webhook"\n', KUTSU_BELL_DUTY_PHONE_ADDRESS=address)
        assert bells.ring("Kutsu: <!here>", "Täällä <!channel>") == {}
    assert heard.paths == [f"/hook/{SECRET}?key=a+b"]
    (told,) = heard.told
    assert (told["title"], told["message"]) == ("Kutsu: ‹!here›", "Täällä ‹!channel›")


def test_slack_teams_and_sendgrid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes the shape that its service wants; addresses that are not the service's are told without showing them."""
    table = (
        '[bells.s]\nkind = "slack"\n[bells.t]\nkind = "teams"\n[bells.wrong]\nkind = "teams"\n'
        '[bells.m]\nkind = "mail"\nto = ["duty@city.example"]\nsender = "kutsu@city.example"\n'
    )
    flow = "https://prod-1.example/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig=salt"
    with sink() as heard:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"{heard.base}/slack")
        monkeypatch.setattr(NotifySendGrid, "notify_url", f"{heard.base}/sendgrid")
        found = tower(
            tmp_path,
            table,
            KUTSU_BELL_S_ADDRESS="https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            KUTSU_BELL_T_ADDRESS=flow,
            KUTSU_BELL_M_API_KEY="SG.avain",
            KUTSU_BELL_WRONG_ADDRESS=f"https://elsewhere.example/{SECRET}",
        )
        assert found.bells.keys() == {"s", "t", "m"}
        assert found.without(["t"]).ring("Kutsu", "Hälytys") == {}
    assert found.faults == (
        "the bell wrong cannot ring: KUTSU_BELL_WRONG_ADDRESS is not what a bell of the kind teams takes",
    )
    slack, mail = sorted(zip(heard.paths, heard.bodies, strict=True), reverse=True)
    assert slack[0].endswith("/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert "Hälytys" in json.dumps(json.loads(slack[1]), ensure_ascii=False)
    assert json.loads(mail[1])["personalizations"][0]["to"][0]["email"] == "duty@city.example"


class Box:
    """Keeps the mail that it is given."""

    def __init__(self) -> None:
        self.mail: list[tuple[list[str], str]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        """Take one."""
        self.mail.append((envelope.rcpt_tos, (envelope.original_content or b"").decode()))
        return "250 OK"


def test_mail_over_the_citys_own_server(tmp_path: Path) -> None:
    """A mail goes to everybody who is named, without the name of a server in between."""
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    table = f"""[bells.post]
kind = "mail"
server = "127.0.0.1"
port = {port}
security = "none"
sender = "kutsu@city.example"
to = ["duty@city.example", "chief@city.example"]
"""
    try:
        assert tower(tmp_path, table).ring("Kutsu: 2 alarms", "Kaksi riviä") == {}
    finally:
        controller.stop()
    assert {to for each, _ in box.mail for to in each} == {"duty@city.example", "chief@city.example"}
    assert "From: " in box.mail[0][1]
    assert "kutsu@city.example" in box.mail[0][1]


@pytest.mark.parametrize("path", ["bad/", "", "gone/"])
def test_a_failing_bell_tells_no_secret_and_stops_no_other(
    tmp_path: Path, path: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bell that is refused, or that hangs, is told by its name; its address is in no log, word or traceback at DEBUG."""
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 2)
    table = '[bells.a]\nkind = "webhook"\n[bells.b]\nkind = "webhook"\n'
    with caplog.at_level(logging.DEBUG), sink() as heard:
        base = "http://127.0.0.1:9" if path == "gone/" else heard.base
        addresses = {
            "KUTSU_BELL_A_ADDRESS": f"{base}/{path}{SECRET}?token={SECRET}",
            "KUTSU_BELL_B_ADDRESS": heard.base,
        }
        bells = tower(tmp_path, table, **addresses)
        failed = bells.ring("Kutsu", "Hälytys")
    assert failed.keys() == ({"a"} if path else set())
    assert len(heard.told) == (1 if path == "gone/" else 2)
    shown = [caplog.text, repr(bells), repr(failed), *(repr(bell) for bell in bells.bells.values())]
    assert not any(SECRET in text for text in shown)


def test_a_secret_that_is_not_set(tmp_path: Path) -> None:
    """A bell without its secret cannot ring, and says what to set."""
    bells = tower(tmp_path, '[bells.duty]\nkind = "slack"\n')
    assert bells.bells == {}
    assert bells.faults == ("the bell duty cannot ring: set KUTSU_BELL_DUTY_ADDRESS",)


def test_faults_of_bells(tmp_path: Path) -> None:
    """What is wrong in alarms.toml is told all at once, with its table and key."""
    (tmp_path / "city.toml").write_text(f'extends = "{ROOT}/config/demo"\n', "utf-8")
    table = '[bells.Duty]\nkind = "slack"\nto = ["a@b.c"]\n[bells.post]\nkind = "mail"\nto = ["nobody"]\n'
    (tmp_path / "alarms.toml").write_text(table, "utf-8")
    assert told(tmp_path) == [
        "[bells] Duty: a bell's name has small letters, digits and single dashes, such as duty-phone",
        "[bells.Duty] to: only a bell of the kind mail has this; leave it out",
        '[bells.post] to: name whom it calls, such as ["duty@city.example"]',
        "[bells.post] sender: name whom its mail is from, such as kutsu@city.example",
    ]
    (tmp_path / "alarms.toml").write_text('[bells.a]\nkind = "pigeon"\n', "utf-8")
    (fault,) = told(tmp_path)
    assert "[bells.a] kind" in fault
    assert "'slack'" in fault


def told(folder: Path) -> list[str]:
    """The faults of an alarms.toml, without its path."""
    sentences = read_settings(folder, folder, {}).faults.sentences
    return [each.partition("alarms.toml ")[2] for each in sentences if "alarms.toml" in each]


@pytest.mark.parametrize(("path", "took"), [("", True), ("bad/", False), ("gone", False)])
def test_the_heartbeat(tmp_path: Path, path: str, took: bool, caplog: pytest.LogCaptureFixture) -> None:
    """The monitor is told once; one that is away or refuses is a line without its address."""
    (tmp_path / "city.toml").write_text(f'extends = "{ROOT}/config/demo"\n', "utf-8")
    with caplog.at_level(logging.DEBUG), sink() as heard:
        base = "http://127.0.0.1:9" if path == "gone" else heard.base
        environment: Mapping[str, str] = {"KUTSU_HEARTBEAT": f"{base}/{path}{SECRET}"}
        assert beat(read_settings(tmp_path, tmp_path, environment)) is took
        assert len(heard.paths) == (0 if path == "gone" else 1)
    assert SECRET not in caplog.text
    assert beat(read_settings(tmp_path, tmp_path, {})) is False
