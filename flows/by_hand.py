"""Publish by hand what is due and approved, narrowed to a choice; without being told otherwise it only shows what it would send.

It can send nothing that the plan does not want: what is not due, not approved, held, paused, sent already or expired stays where it is, and
the table says why. Finnish and Swedish of one thing stay together: who chooses one of them gets both.
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.artifacts import table, tell_page
from flows.choices import ChannelName, KindName, LanguageName
from flows.heirs import bequeath
from flows.parts import at_this_moment, threaded, works
from flows.publish import LOOKING, send_due
from kutsu.core.choosing import Choice, named
from kutsu.core.prospects import Prospect, said
from kutsu.outlook import foresee, narrowed
from kutsu.survey import Survey
from kutsu.wiring import Works

NAMES = ("goes", "why not", "subject", "kind", "language", "channel", "slot", "link")
KEY, WORDS = "dry-run", "What a run by hand would send now, and why not the rest"


def _called() -> str:
    """The run's name: whether it sends, and the moment at which it begins."""
    dry = flow_run.get_parameters().get("dry_run", True)
    return f"{'dry run' if dry else 'by hand'} · {at_this_moment()}"


@flow(name="by-hand", flow_run_name=_called, retries=0, on_crashed=[bequeath], description=__doc__)
async def by_hand(
    pilots: tuple[str, ...] = (),
    kinds: tuple[KindName, ...] = (),
    channels: tuple[ChannelName, ...] = (),
    languages: tuple[LanguageName, ...] = (),
    dry_run: bool = True,
) -> State[Any]:
    """Send the chosen part of what is due, by the way of every slot's run; dry: tell what that would be, and change nothing.

    Args:
        pilots: Ids as in the sheet, such as PILOT-01 or INFO-02; the info sessions of a pilot go with it. Empty: all.
        kinds: Which kinds of announcement. Empty: all.
        channels: Which accounts and lists. Empty: all.
        languages: Empty: all. The official languages of one thing go out together: who chooses one of them gets both.
        dry_run: On: nothing is sent; the table under Artifacts shows what would be. Off: what is due and approved goes out now.
    """
    parts = works()
    survey = await threaded(parts.surveyor.look) if dry_run else await _pulled(parts)
    subjects, unknown = named(pilots, survey.plan.entries)
    if unknown:
        return Failed(message="\n".join(unknown))
    choice = Choice(subjects, kinds, channels, languages)
    if dry_run:
        return await _shown(await threaded(foresee, parts, survey, choice))
    return await send_due(parts, survey, narrowed(parts, survey, choice), parts.clock.now())


async def _pulled(parts: Works) -> Survey:
    """The sheets as they are now, after what is in doubt was looked up, as a slot's run does it."""
    survey, _ = await threaded(lambda: parts.surveyor.pull(whole=False))
    await threaded(parts.reconciler.run, survey.deliveries, LOOKING)
    return survey


async def _shown(found: list[Prospect]) -> State[Any]:
    """The table of a dry run, what goes first: one to search in, and a page whose links open."""
    lines = [_line(each) for each in found]
    going = sum(each.goes for each in found)
    words = f"{going} would go out now, {len(found) - going} would not"
    await acreate_table_artifact(table=lines, key=KEY, description=f"{WORDS}: {words}")
    await tell_page(f"{KEY}-links", table(NAMES, lines), WORDS)
    return Completed(message=f"dry run, nothing was sent: {words}; the tab Artifacts of this run says what and why")


def _line(each: Prospect) -> dict[str, str]:
    """One delivery as a row of the table."""
    delivery = each.delivery
    what = (delivery.subject, delivery.kind, delivery.language, delivery.channel, said(delivery.slot))
    return dict(zip(NAMES, ("now" if each.goes else "no", each.why, *what, each.url or ""), strict=True))
