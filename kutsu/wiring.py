"""The composition root: settings in, working parts out. Only here, through `edges`, is an edge opened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import holidays

from kutsu import edges
from kutsu.advice import Adviser
from kutsu.announce import Announcer
from kutsu.answer import Answerer
from kutsu.archive.record import Archivist
from kutsu.clock import TickingClock
from kutsu.core import carrying
from kutsu.core.errors import Faulty
from kutsu.core.ports import Artist, Sheet
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules
from kutsu.core.words import RESIDENTS
from kutsu.easel import Easel
from kutsu.gallery import Gallery
from kutsu.ledger import gallery
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.handed import HandedOver
from kutsu.ledger.mailed import Mailed
from kutsu.ledger.memory import Memories
from kutsu.ledger.owners import owner
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.placed import Placed
from kutsu.ledger.records import Records
from kutsu.ledger.residents import Residents
from kutsu.ledger.retractions import Retractions
from kutsu.ledger.suppressions import Suppressions
from kutsu.ledger.views import Views
from kutsu.mirrors.site import Site, pencil, program
from kutsu.naming import Namer
from kutsu.pictures.card import Cards
from kutsu.pictures.fetch import fetch
from kutsu.pictures.normal import normal
from kutsu.pictures.reach import Reach
from kutsu.preview.folder import Folder
from kutsu.preview.mail import PreviewMail
from kutsu.preview.previews import Previews
from kutsu.publish import Publisher
from kutsu.readings import Reader
from kutsu.recall import Recaller
from kutsu.reconcile import Reconciler
from kutsu.release import Gate
from kutsu.rest import Rests
from kutsu.retract import Retractor
from kutsu.rights import Rights
from kutsu.settings import Settings, keep_apart
from kutsu.survey import Surveyor
from kutsu.tuning import tune

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Works:
    """All working parts of one Kutsu; `missing` tells what must be set before all of it can be read and sent."""

    settings: Settings
    missing: tuple[str, ...]
    clock: TickingClock
    rules: Rules
    sheets: Mapping[str, Sheet]
    views: Views
    claims: Claims
    pauses: Pauses
    placed: Placed
    surveyor: Surveyor
    rests: Rests
    adviser: Adviser
    gate: Gate
    publisher: Publisher
    reconciler: Reconciler
    retractor: Retractor
    announcer: Announcer
    previews: Previews

    @property
    def recaller(self) -> Recaller:
        """Who takes back what is with a mail provider; a rest asks whether there is any."""
        return self.rests.recaller


@dataclass(frozen=True)
class Instead:
    """What a rehearsal has in the place of an edge that it must not touch: no sheet is opened, no picture is fetched."""

    sheets: Mapping[str, Sheet]
    site: type[Site]
    look: Callable[[str], Picture]


def wire(settings: Settings, clock: TickingClock, instead: Instead | None = None) -> Works:
    """Open every edge that the settings name; raises `Faulty` with all that is wrong in them, the faults of config included."""
    tune()
    keep_apart(settings.places)
    templates, faults = sources(), deepcopy(settings.faults)
    faults.follow(carrying.of_audiences(settings.kinds, settings.channels, worded(templates)))
    sheets = instead.sheets if instead else edges.sheets(settings, clock, faults, lambda name: memories.snapshot(name))
    channels = edges.channels(settings, clock, faults, lambda: Suppressions(database))
    faults.close()
    rules, database = _rules(settings), Database(settings.places.ledger)
    views, memories, claims, pauses = Views(database), Memories(database), Claims(database, owner()), Pauses(database)
    _recognize(views, settings)
    renderer = Renderer(templates, settings.city, {**settings.languages, **settings.drafts.languages})
    artist = Easel(settings.places.state / "cards", renderer, Cards(renderer), pencil())
    site = _site(settings, renderer, clock, artist, instead)
    editions, pictures = Editions(database), _gallery(database, clock, artist, instead)
    reader, adviser = Reader(sheets, memories, rules, clock, pictures), edges.adviser(settings, rules)
    gate = Gate(rules, renderer, channels, site, views, pauses, pictures)
    previews = Previews(gate, memories, preview_folder(settings), settings.preview, settings.drafts)
    mail = PreviewMail(previews, Mailed(database), clock, edges.courier(settings, clock))
    surveyor = _surveyor(reader, gate, editions, adviser, mail, site)
    return Works(
        settings=settings,
        missing=tuple(edges.missing(settings, clock)),
        clock=clock,
        rules=rules,
        sheets=sheets,
        views=views,
        claims=claims,
        pauses=pauses,
        placed=Placed(database),
        surveyor=surveyor,
        rests=_rests(settings, surveyor, gate, database, (site.record, previews.folder.record), claims),
        adviser=adviser,
        gate=gate,
        publisher=Publisher(claims, channels, clock, pauses),
        reconciler=Reconciler(claims, views, channels, clock),
        retractor=Retractor(Retractions(database), channels, clock),
        announcer=Announcer(gate, editions, clock),
        previews=previews,
    )


def _site(settings: Settings, renderer: Renderer, clock: TickingClock, artist: Artist, instead: Instead | None) -> Site:
    """The city's site, or what a rehearsal has in its place."""
    made, root = instead.site if instead else Site, settings.places.state / "site"
    return made(root, renderer, clock, artist, drafts=settings.shown)


def rights(settings: Settings, clock: TickingClock) -> Rights:
    """The rights of those on the lists of mail, without anything that sends; raises `Faulty` as `wire` does."""
    keep_apart(settings.places)
    settings.faults.close()
    database = Database(settings.places.ledger)
    return Rights(edges.lists(settings, clock), Residents(database), Suppressions(database), clock)


def archivist(settings: Settings, clock: TickingClock) -> Archivist:
    """Who writes records of the ledger, which must be there already; raises `Faulty` as `wire` does."""
    keep_apart(settings.places)
    settings.faults.close()
    records, city = Records(Database(settings.places.ledger, new=False)), settings.city
    return Archivist(records, city, settings.languages, settings.kinds, sources(), clock)


def _surveyor(
    reader: Reader, gate: Gate, editions: Editions, adviser: Adviser, mail: PreviewMail, site: Site
) -> Surveyor:
    """The surveyor with those who speak to staff: new rows get ids, texts get advice, every row its answer and its preview.

    What nobody waits for, the share cards of the site, comes last.
    """
    sheets, rules, memories = reader.sheets, reader.rules, reader.memories
    return Surveyor(
        reader,
        memories,
        rules,
        [site],
        gate.pauses,
        editions,
        advisers=(Namer(sheets, memories, rules.languages), adviser),
        answer=Answerer(sheets, rules, gate.views, gate.pauses, mail.previews.link),
        followers=(mail.previews, mail, site),
        previewed=True,
    )


def _rests(
    settings: Settings,
    surveyor: Surveyor,
    gate: Gate,
    database: Database,
    records: Sequence[Path],
    claims: Claims,
) -> Rests:
    """The rests of this state, under the fingerprint of its config, its words and this program."""
    told = {name: value for name, value in settings.environment.items() if name.startswith("KUTSU_")}
    tables = (settings.kinds, settings.channels, settings.sheets, settings.tariffs, settings.words)
    made = (settings.city, settings.languages, settings.drafts, *tables, told, gate.renderer.sources, program())
    made_of = hashlib.sha256(repr(made).encode("utf-8", "replace")).hexdigest()
    clock, handed = surveyor.reader.clock, HandedOver(database)
    recaller = Recaller(claims, handed, gate.views, gate.pauses, gate.channels, gate.rules.required, clock)
    return Rests(settings.places.state / "rest.json", made_of, records, surveyor, gate, database, recaller)


def preview_folder(settings: Settings) -> Folder:
    """Where the previews of this state are kept, under names that only this state can tell."""
    state = settings.places.state
    return Folder(state / "preview", edges.secret_of(settings))


def _gallery(database: Database, clock: TickingClock, artist: Artist, instead: Instead | None) -> Gallery:
    """The pictures of the sheet, fetched from the public network, and the cards of an artist."""
    look = instead.look if instead else lambda address: normal(fetch(address, clock, Reach()))
    return Gallery(gallery.Gallery(database), look, clock, artist)


def _recognize(views: Views, settings: Settings) -> None:
    """A channel under a new name would say again all that it said under the old one."""
    for name in sorted(views.channels() - settings.channels.keys()):
        words = "the ledger knows this channel: keep its name, or keep its table with retired = true"
        raise Faulty([f"{settings.places.config}/channels.toml [{name}]: {words}"])


def _rules(settings: Settings) -> Rules:
    """What config says of when and where things are said, with the country's public holidays."""
    free = holidays.country_holidays(settings.city.country)
    return Rules(settings.city, settings.languages, settings.kinds, settings.channels, free, settings.tariffs)


def sources() -> dict[str, str]:
    """Every template by its path below `templates/`."""
    files = (path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in files}


def worded(templates: Iterable[str]) -> set[str]:
    """The audiences that are spoken to: residents, and those with words of their own, `words/fi/testers-wanted.staff.toml`."""
    return {
        RESIDENTS,
        *(path.split(".")[-2] for path in templates if path.startswith("words/") and path.count(".") == 2),
    }
