"""After a restore: what may have gone out since the backup is held, found where a network can be asked, and told to a person."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from kutsu.core.errors import Faulty
from kutsu.core.publication import Claimed, Delivery, Found, Receipt, State
from kutsu.core.slots import Opening
from kutsu.ledger.claims import Outcome, Work
from kutsu.ledger.pauses import AFTER_RESTORE, RESTORE
from kutsu.ledger.recipients import mailing
from kutsu.release import MAIL
from kutsu.survey import Survey
from kutsu.wiring import Works

log = logging.getLogger(__name__)

ENDED = frozenset({State.SENT, State.EXPIRED, State.RETRACTED})
"""States that a ledger which knew more could not have left again."""

OPEN = (State.WAITING, State.UNCONFIRMED, State.REFUSED, State.UNAVAILABLE)
"""States of what the ledger knew, which a person's word settles."""

AT_ONCE = 8
"""Readings under way at the same time."""


def known_until(works: Works) -> dt.datetime | None:
    """The instant after which this ledger does not know what went out; None where no restore is to be looked after."""
    pauses = works.pauses.active(works.clock.now())
    return min((pause.at for pause in pauses if pause.by == RESTORE), default=None)


def hold(works: Works, survey: Survey, since: dt.datetime) -> None:
    """Hold whatever may have gone out after `since`, by this reading of the plan; what is held already stays as it is."""
    held, why = works.pauses.after_restore(), AFTER_RESTORE.format(at=f"{since:%Y-%m-%d %H:%M:%S} UTC")
    for key in sorted(set(doubtful(works, survey, since)) - held.keys()):
        works.pauses.hold(key, survey.now, why)


def doubtful(works: Works, survey: Survey, since: dt.datetime) -> Iterator[str]:
    """The keys that may have gone out after `since`: all that the ledger knows and that had not ended, and what was due since.

    What is overdue at night is planned for the morning, and a change has its slot from when it was seen, which is after the
    restore: such slots do not tell that something was not said before. Nobody gets a mailing twice, so if one list of it may
    have had it, all wait.
    """
    states = works.views.states(survey.now)
    yield from (key for key, state in states.items() if state not in ENDED)
    until = Opening(works.rules.city, works.rules.holidays).next(survey.now)
    fresh = [each for each in survey.deliveries if each.key not in states]
    asked = [each for each in fresh if each.expires > since and (_change(works, each) or each.begins <= until)]
    yield from (each.key for each in asked)
    mailed = {mailing(each.key) for each in asked if _network(works, each) == MAIL}
    yield from (each.key for each in fresh if _network(works, each) == MAIL and mailing(each.key) in mailed)


def look(works: Works, since: dt.datetime) -> dict[str, str]:
    """Read the sheets, hold what is in doubt, settle what can be read back; gives what is left for a person, by key. Sends nothing."""
    survey, _ = works.surveyor.pull(whole=False)
    hold(works, survey, since)
    works.reconciler.run(survey.deliveries)
    _find(works, survey, since)
    states, held = works.views.states(works.clock.now()), works.pauses.after_restore()
    for key in held:
        if states.get(key) in ENDED:
            works.pauses.unhold(key)
    return works.pauses.after_restore()


def settle(works: Works, key: str, sent: str | None) -> None:
    """Write down by a person's word that a delivery in doubt is out at this address, or that it is not; raises `Faulty`."""
    receipt = Receipt(sent, sent) if sent else None
    known = key in works.views.states(works.clock.now())
    if known:
        yes = Outcome(State.SENT, "settled by a person after a restore", receipt)
        no = Outcome(State.UNAVAILABLE, "a person says that it is not out")
        works.claims.decide(key, OPEN, yes if receipt else no, works.clock.now())
    elif receipt:
        survey = works.surveyor.look()
        planned = next((each for each in survey.deliveries if each.key == key), None)
        if planned is None or not _note(works, survey, planned, receipt, "settled by a person after a restore"):
            raise Faulty(
                [f"{key} is not in the plan any more, so nothing can go out twice: kutsu settle {key} --absent"]
            )
    works.pauses.unhold(key)


def _find(works: Works, survey: Survey, since: dt.datetime) -> None:
    """Settle as sent what its network shows, word for word as it would be said now; that something is not shown proves nothing."""
    states, held = works.views.states(works.clock.now()), works.pauses.after_restore()
    unknown = [each for each in survey.deliveries if each.key in held and each.key not in states]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda each: _shown(works, survey, each, since), unknown))
    for delivery, receipt in zip(unknown, found, strict=True):
        if receipt:
            _note(works, survey, delivery, receipt, "found on its network after a restore")


def _shown(works: Works, survey: Survey, delivery: Delivery, since: dt.datetime) -> Receipt | None:
    """Where a network shows a delivery that went out after `since`; None where it does not, or cannot be asked."""
    channel = works.gate.channels[delivery.channel]
    if not channel.proof.readings:
        return None
    try:
        message = works.gate.message(survey, delivery, shown=False)
    except Faulty:  # there is no text to look for
        return None
    claimed = Claimed(delivery.key, message, since)
    try:
        finding = channel.find(claimed)
    except Exception as error:  # whatever was raised, a person looks
        log.warning("%s: it could not be looked for: %s", delivery.key, type(error).__name__)
        return None
    mine = isinstance(finding, Found) and not works.views.taken(claimed, delivery.channel, finding.receipt)
    return finding.receipt if isinstance(finding, Found) and mine else None


def _note(works: Works, survey: Survey, delivery: Delivery, receipt: Receipt, why: str) -> bool:
    """Write down that a delivery that the ledger never heard of is out; False where its text cannot be made any more."""
    try:
        message = works.gate.message(survey, delivery, shown=False)
        shares = works.gate.channels[delivery.channel].shares(message)
    except Faulty:
        return False
    told = {each: survey.standings[delivery.subject, each].digest for each in delivery.languages}
    works.claims.claim([Work(delivery, message, shares, told)], works.clock.now())
    works.claims.decide(delivery.key, (State.CLAIMED,), Outcome(State.SENT, why, receipt), works.clock.now())
    return True


def _change(works: Works, delivery: Delivery) -> bool:
    """Whether a delivery tells a change, which has its slot from when it was seen."""
    return bool(works.rules.kinds[delivery.kind].change)


def _network(works: Works, delivery: Delivery) -> str:
    """The network of a delivery's channel."""
    return works.gate.channels[delivery.channel].network


def lost(since: dt.datetime) -> Iterable[str]:
    """What no network can tell of the time after `since`, and a person must see to."""
    at = f"{since:%Y-%m-%d %H:%M:%S} UTC"
    yield f"Who left a mail list after {at} is not known to this ledger: take them off the lists again before any mail goes out."
    yield f"Whoever was erased after {at} must be erased again. What was taken back or announced again since is not known."
