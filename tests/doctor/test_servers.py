"""Site, way out, Prefect, sheets and channels, asked over HTTP: each fault is seen when just that is wrong."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from kutsu.doctor import channels, prefect, reach, sheets, site
from kutsu.doctor.patient import Patient
from tests.channels.stages import Answer, server
from tests.core.rows import sheet as rows
from tests.doctor.patients import city, demo, faulty, levels, look
from tests.houses import House
from tests.test_door_tls import ELSEWHERE, HERE, served
from tests.workbooks import write_workbook

PAGE, ROBOTS = Answer(200, b"<h1>Kokeilut</h1>"), Answer(404)
CLOSED = "http://127.0.0.1:9"


def written(folder: Path, page: bytes) -> None:
    """The site as it was written last."""
    (folder / "state/site").mkdir(parents=True)
    (folder / "state/site/index.html").write_bytes(page)


def of_site(folder: Path, *answers: Answer) -> str:
    """What is not well of the demo's site that answers so."""
    with server(*answers) as (base, _):
        return faulty(look(site.checks(demo(folder, KUTSU_SITE=base))[0]))


def test_the_site(tmp_path: Path) -> None:
    """The site is well when it shows what was written last; another page, an error and shut robots are told."""
    assert "written no site yet" in of_site(tmp_path, PAGE, ROBOTS)
    written(tmp_path, PAGE.body)
    assert of_site(tmp_path, PAGE, ROBOTS) == ""
    assert "another first page" in of_site(tmp_path, Answer(200, b"old"), ROBOTS)
    assert "answers 502" in of_site(tmp_path, Answer(502), ROBOTS)
    assert "robots.txt" in of_site(tmp_path, PAGE, Answer(200, b"User-agent: *\nDisallow: /\n"))
    assert of_site(tmp_path, PAGE, Answer(200, b"User-agent: *\nDisallow: /private\n")) == ""
    assert "does not answer" in faulty(look(site.checks(demo(tmp_path, KUTSU_SITE=CLOSED))[0]))


def test_the_way_out_of_mail(tmp_path: Path) -> None:
    """Where readers leave lists must answer."""
    with server(Answer(200), Answer(503)) as (base, _):
        check = site.checks(demo(tmp_path, KUTSU_WEB=base))[1]
        assert (faulty(look(check)), faulty(look(check))) == ("", f"{base}/health answers 503")


def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The days of a certificate are counted, and one for another host is not trusted."""
    with served(tmp_path, HERE) as address:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        assert 0.9 < reach.days_left(address) <= 1
        assert faulty(list(site._secure("site", address, False)), "note") == "its certificate has 0 days left"
    with served(tmp_path, ELSEWHERE) as address:
        assert "not to be trusted" in faulty(list(site._secure("site", address, False)))
    assert "no https address" in faulty(list(site._secure("site", CLOSED, False)))


@pytest.mark.parametrize(
    ("given", "answers", "words"),
    [
        ("", [Answer(200)] * 2 + [Answer(200)], ""),
        ("kutsu:kivi", [Answer(200), Answer(401), Answer(200)], ""),
        ("kutsu:vaara", [Answer(200), Answer(401)], "does not take KUTSU_PREFECT_AUTH"),
        ("", [Answer(500), Answer(200)], "unwell"),
    ],
)
def test_prefect(tmp_path: Path, given: str, answers: list[Answer], words: str) -> None:
    """A healthy server of our version is well, with a password or on loopback; a wrong password and bad health are told."""
    ours = f'"{version("prefect")}"'.encode()
    told = [Answer(each.status, ours) for each in answers]
    with server(*told) as (base, _):
        seen = look(*prefect.checks(demo(tmp_path, KUTSU_PREFECT=base, KUTSU_PREFECT_AUTH=given)))
    assert words in faulty(seen)
    assert bool(words) == bool(faulty(seen))
    assert "kivi" not in repr(seen)


def test_prefect_of_a_city_without_a_password(tmp_path: Path) -> None:
    """Whoever has its API has our rights: in a real city, no password is noted on loopback too."""
    with server(*[Answer(200, f'"{version("prefect")}"'.encode())] * 2) as (base, _):
        assert "asks for no password" in faulty(look(*prefect.checks(city(tmp_path, KUTSU_PREFECT=base))), "note")


def test_prefect_of_another_version_or_away(tmp_path: Path) -> None:
    """Another version is a note, none that answers a fault, and one beyond loopback without a password is a fault."""
    with server(Answer(200, b'"3.0.0"')) as (base, _):
        assert "version 3.0.0" in faulty(look(*prefect.checks(demo(tmp_path, KUTSU_PREFECT=base))), "note")
    assert "does not answer" in faulty(look(*prefect.checks(demo(tmp_path, KUTSU_PREFECT=CLOSED))), "fault")
    assert not prefect._loopback("http://10.0.0.7:4200")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a well-filled sheet, and networks that do not answer."""
    made = House(tmp_path)
    made.fill()
    return made


def patient_of(house: House) -> Patient:
    """The same, for the doctor."""
    return city(house.state.parent, **house.environment)


def test_a_workbook(house: House) -> None:
    """A workbook is well as it is; open in a program, without a column, and gone it is not."""
    path = house.state / "pilots.xlsx"
    assert levels(look(*sheets.checks(patient_of(house)))) == ["ok"] * 3
    (house.state / ".~lock.pilots.xlsx#").touch()
    assert "somebody has" in faulty(look(*sheets.checks(patient_of(house))), "note")
    book = rows("pilots")
    write_workbook(path, replace(book, tabs=book.tabs[1:]))
    assert "is there 0 times" in faulty(look(*sheets.checks(patient_of(house))), "fault")
    path.write_bytes(b"no workbook")
    assert "not a whole .xlsx" in faulty(look(*sheets.checks(patient_of(house))), "fault")
    path.unlink()
    assert "there is no workbook" in faulty(look(*sheets.checks(patient_of(house))), "fault")


def test_networks_that_do_not_answer(house: House) -> None:
    """Each channel that could not publish is a fault of its own, and a demo that nobody has started is one in all."""
    seen = look(*channels.checks(patient_of(house)))
    assert [(each.what, each.level) for each in seen] == [(name, "fault") for name in ("x-fi", "x-sv", "x-en")]
    assert seen[0].seen.startswith("could not be reached")
    (one,) = look(*channels.checks(demo(house.state.parent)))
    assert "networks are not up" in one.seen


def test_the_command(house: House) -> None:
    """JSON says field, level, what, seen and what to do; the exit code is 3; nothing is written, and no secret is said."""
    before = sorted(house.state.rglob("*"))
    house.environment["KUTSU_SECRET"] = "kuuma-kivi-" * 4
    found = house.json("doctor", "--only", "channels", "--only", "sheets", "--only", "config", code=3)
    assert {each["field"] for each in found} == {"channels", "sheets", "config"}
    assert all(each["do"] for each in found if each["level"] != "ok")
    assert sorted(house.state.rglob("*")) == before
    table = house.kutsu("doctor", "--only", "sheets", "--only", "words")
    assert table.exit_code == 0
    assert "Nothing was published or changed." in table.stdout
    assert "kuuma" not in table.stdout + repr(found)
    assert house.kutsu("doctor", "--only", "weather").exit_code == 2
