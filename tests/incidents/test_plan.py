"""Sheets that change and runs that come again: the demo's world with its site, its workbook and the real clients."""

from __future__ import annotations

import datetime as dt

import requests

from kutsu import campaign as campaigns
from kutsu.clock import TickingClock
from kutsu.core.grid import Edit
from kutsu.core.publication import State
from kutsu.core.schedule import due
from kutsu.wiring import wire
from tests.campaign.world import TODAY, World
from tests.factories import ZONE
from tests.incidents.plans import ALL, EVERYWHERE, approve, fill, forget, going, kept, ledger, out, publish, row


def test_postiz_1172_832_old_runs_replayed(campaign: World) -> None:
    """Old runs came back to life after a migration, five copies each; here a replayed run sends nothing, whatever it holds in hand."""
    approve(campaign, row("KOE-1172"))
    works = campaign.works()
    survey = works.surveyor.look()
    old = works.gate.ready(survey, survey.now).works
    publish(campaign)
    assert len(old) == 6
    for _ in range(5):
        again = campaign.works()
        assert again.publisher.claim(old) == []
        assert [again.publisher.send(work.delivery, work.delivery.slot) for work in old] == [None] * 6
        publish(campaign)
    assert out(campaign, "KOE-1172") == EVERYWHERE


def test_postiz_1840_records_of_originals_overwritten(campaign: World) -> None:
    """A weekly post's later runs wrote over the records of the first; here nothing that staff change touches what was sent."""
    approve(campaign, row("KOE-1840"))
    publish(campaign)
    before = kept(campaign, "KOE-1840")
    approve(campaign, row("KOE-1840", announce=TODAY - dt.timedelta(days=2), **{"what.fi": "Kokeilemme muuta."}))
    publish(campaign)
    assert {each.state for each in ledger(campaign, "KOE-1840")} == {State.SENT}
    assert kept(campaign, "KOE-1840") == before
    assert out(campaign, "KOE-1840") == EVERYWHERE


def test_postiz_1213_deleted_or_moved_and_still_published(campaign: World) -> None:
    """A deleted post went out and a new time was ignored; here a run looks at the sheet again before it claims."""
    names = [f"KOE-1213-{number}" for number in range(5)]
    stays, gone, moved, unticked, held = (row(name) for name in names)
    approve(campaign, stays, gone, moved, unticked, held)
    assert going(campaign) == set(names)
    later = {**moved, **ALL, "embargo": "24.11.2026 10.00"}
    fill(campaign, {**stays, **ALL}, later, unticked, {**held, **ALL, "hold": True})
    assert going(campaign) == {names[0]}
    publish(campaign)
    assert {each.subject for each in campaign.ledger()} & set(names) == {"KOE-1213-0"}
    assert [sum(out(campaign, name).values()) for name in names] == [6, 0, 0, 0, 0]


def test_eventyay_53_70_published_rows_rewritten(campaign: World) -> None:
    """A sync rewrote what was published; here a mended title changes the page, and posts and ledger keep what was said."""
    approve(campaign, row("KOE-70"))
    publish(campaign)
    said = kept(campaign, "KOE-70")
    approve(campaign, row("KOE-70", **{"title.fi": "Korjattu otsikko"}))
    publish(campaign)
    page = campaign.works().gate.origin.address("KOE-70", "fi")
    assert "Korjattu otsikko" in requests.get(page, timeout=10).content.decode()
    assert out(campaign, "KOE-70 (fi)").keys() == {("x", "fi"), ("facebook", "fi")}
    assert not out(campaign, "Korjattu otsikko")
    assert kept(campaign, "KOE-70") == said


def test_n8n_31330_12378_pipedream_4808_row_numbers(campaign: World) -> None:
    """Triggers by row number missed rows or repeated them; here rows are sorted and put between, and each goes out once by its id."""
    first, second, third = (row(f"KOE-31330-{number}") for number in range(3))
    approve(campaign, first, second)
    publish(campaign)
    fill(campaign, third, {**second, **ALL}, {**first, **ALL})
    publish(campaign)
    assert not out(campaign, "KOE-31330-2")
    works = campaign.works()
    works.sheets["pilots"].write([Edit("pilots", "KOE-31330-2", key, value=True) for key in ALL])
    publish(campaign)
    for each in (first, second, third):
        assert out(campaign, each["id"]) == EVERYWHERE


def test_kaigionrails_803_some_posts_forgotten(campaign: World) -> None:
    """Four to six posts per announcement were made by hand and some forgotten; here one tick brings all channels and languages."""
    call = {
        f"{field}.{language}": f"{field} {language}" for field in ("invited", "task") for language in ("fi", "sv", "en")
    }
    join = {"join": "https://kokeilut.espoo.example/803", "recruit": TODAY, "deadline": TODAY + dt.timedelta(days=20)}
    approve(campaign, row("KOE-803", **call, **join))
    publish(campaign)
    settings = campaign.works().settings
    wanted = {
        f"KOE-803/{kind.name}/{language}/{channel.name}/"
        for kind in (settings.kinds["pilot-chosen"], settings.kinds["testers-wanted"])
        for channel in settings.channels.values()
        if channel.audience in kind.audiences and kind.name in (channel.kinds or [kind.name])
        for language in channel.languages
    }
    assert {each.key for each in ledger(campaign, "KOE-803") if each.state is State.SENT} == wanted
    assert {network for network, _ in out(campaign, "KOE-803")} == {"x", "facebook", "sendgrid"}
    assert len(wanted) == 21


def test_tweet_old_post_1102_flood_after_months_of_downtime(campaign: World) -> None:
    """A cron that was dead for months flooded eight pages when it woke; here what was due in the meantime has expired."""
    pilots = [row(f"KOE-1102-{number}") for number in range(8)]
    approve(campaign, *pilots)
    works = campaign.works()
    survey = works.surveyor.look()
    assert len(due(survey.deliveries, {}, survey.now, works.rules.required)) == 48
    months = TickingClock.starting(ZONE, works.clock.now() + dt.timedelta(days=120))
    late = wire(works.settings, months)
    assert campaigns.publish_due(late, dt.timedelta()) == {}
    assert not out(campaign, "KOE-1102")
    assert [each for pilot in pilots for each in ledger(campaign, pilot["id"])] == []


def test_postiz_1129_1779_same_words_or_same_hour(campaign: World) -> None:
    """Editors wished to be warned; here a preview tells what says the same words on a channel, and what comes in one hour."""
    tomorrow = TODAY + dt.timedelta(days=1)
    twins = [
        row(
            f"KOE-1129-{number}",
            announce=tomorrow,
            **{f"title.{key}": f"Kahdesti ({key})" for key in ("fi", "sv", "en")},
        )
        for number in (1, 2)
    ]
    forget(campaign)
    fill(campaign, *twins)
    works = campaign.works()
    survey = works.surveyor.look()
    works.previews.build(survey)
    notes = works.previews.notes(survey)
    crowd = next(note for note in notes if "2 things in one hour" in note)
    assert "KOE-1129-1 pilot-chosen, KOE-1129-2 pilot-chosen" in crowd
    assert f"{tomorrow:%d.%m.%Y}" in crowd
    assert "x-fi" in crowd
    same = {note for note in notes if "has the same words as" in note}
    assert "KOE-1129-2/pilot-chosen/fi/x-fi/ has the same words as KOE-1129-1/pilot-chosen/fi/x-fi/" in same
