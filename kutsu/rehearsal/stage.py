"""The stage: the city's own config with every edge that leads out turned to the world that is played here."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from kutsu.channels.common.mailing import LIST
from kutsu.clock import TickingClock
from kutsu.core.config import ChannelTable, Language
from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.errors import Faulty
from kutsu.core.model import Approved
from kutsu.core.ports import Artist, Clock, Sheet
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.mirrors.places import folder
from kutsu.mirrors.site import Site
from kutsu.pictures.normal import normal
from kutsu.rehearsal.accounts import as_played, base, credentials, played
from kutsu.rehearsal.indoors import indoors
from kutsu.sandbox.inside import serve
from kutsu.settings import Places, Settings
from kutsu.survey import silent
from kutsu.wiring import Instead, Works, wire

SITE = "http://127.0.0.1:8701"
"""The address of a site that has none yet, as that of a demo which never ran."""

RECIPIENTS = "address,language,consent"


class StagedSite(Site):
    """The site as files; its pages are out where they lie, for nobody serves them.

    It is written when something was approved, and once a day: what only the hour changes on a page, nobody reads here.
    """

    _written: Hashable = None

    def __init__(
        self, root: Path, renderer: Renderer, clock: Clock, _: Artist | None = None, drafts: Drafts = NO_DRAFTS
    ) -> None:
        """Nobody draws share cards for it, and nobody judges its `drafts`."""
        del drafts
        super().__init__(root, renderer, clock)

    def show(self, approved: Sequence[Approved]) -> int:
        """Bring the site up to date unless it is the same; returns how many files changed. Raises as the real one does."""
        wanted = self._clock.now().date(), tuple((each.content.id, each.language, each.digest) for each in approved)
        if wanted == self._written:
            return 0
        changed = super().show(approved)
        self._written = wanted
        return changed

    def out(self, approved: Approved) -> bool:
        """Whether its page shows the present content."""
        path = self._root / folder(approved.language, approved.content.id) / "index.html"
        return path.is_file() and f'content="{approved.digest}"' in path.read_text("utf-8")


@contextmanager
def staged(
    settings: Settings, place: Path, clock: TickingClock, sheets: Mapping[str, Sheet], *, pictures: bool = False
) -> Iterator[tuple[Works, str]]:
    """Works on a world of their own in the folder `place`, and the address of that world, while the block lasts.

    No request leaves this machine, whatever the config says: channels have the sandbox as their base and made-up
    credentials, their lists made-up people, and a way out is refused besides. What follows a pull, the answer in the sheet
    and the previews, is left out: nobody looks at them.
    """
    settings = replace(settings, channels={name: as_played(table) for name, table in settings.channels.items()})
    tables = {name: table for name, table in settings.channels.items() if not table.retired}
    with indoors(), serve(place / "sandbox", clock, played(tables.values())) as address:
        ours = _turned(settings, place, address, pictures=pictures)
        works = wire(ours, clock, Instead(sheets, StagedSite, _grey))
        surveyor = replace(works.surveyor, followers=(), advisers=(), answer=silent, previewed=False)
        yield replace(works, surveyor=surveyor), address


def _turned(settings: Settings, place: Path, address: str, *, pictures: bool) -> Settings:
    """The settings with nothing in them that leads out: no base, no secret, no list, no state of the real city."""
    channels = {name: _channel(table, settings, place, address) for name, table in settings.channels.items()}
    if not pictures:
        channels = {name: replace(table, pictures=False) for name, table in channels.items()}
    return replace(
        settings,
        places=Places(place, settings.places.config, f"sqlite:///{place / 'ledger.db'}"),
        city=settings.city if settings.city.site else replace(settings.city, site=SITE),
        channels=channels,
        environment=credentials(settings.channels.values()),
    )


def _channel(table: ChannelTable, settings: Settings, place: Path, address: str) -> ChannelTable:
    """One channel with the sandbox as its host, and with made-up people where it has a list."""
    options = {name: value for name, value in table.options.items() if name not in LIST}
    if len(options) < len(table.options):
        options["list"] = str(_people(place / "lists" / f"{table.name}.csv", settings.languages))
    return replace(table, base=base(address, table), options=options)


def _people(path: Path, languages: Mapping[str, Language]) -> Path:
    """A list of one made-up person of its own for each language: no resident's address comes into a rehearsal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{path.stem}-{language}@rehearsal.example,{language},2018-05-25" for language in languages]
    path.write_text("\n".join([RECIPIENTS, *rows, ""]), "utf-8")
    return path


@cache
def _grey(_address: str) -> Picture:
    """What stands for every picture of the sheet, since nothing is fetched: a grey one."""
    made = BytesIO()
    Image.new("RGB", (1200, 675), "#767676").save(made, "PNG")
    return normal(made.getvalue())


def copy_ledger(settings: Settings, place: Path) -> bool:
    """Take over what already went out: a copy of the real ledger, as it is at this moment; False where there is none yet.

    The real one is opened for reading only. Raises `Faulty` for a ledger that is no file.
    """
    if not settings.places.ledger.startswith("sqlite:///"):
        raise Faulty(
            ["KUTSU_LEDGER: only a ledger in a file can be copied; rehearse with --fresh, as if nothing had gone out"]
        )
    path = Path(settings.places.ledger.removeprefix("sqlite:///"))
    if not path.is_file():
        return False
    place.mkdir(parents=True, exist_ok=True)
    theirs, ours = (
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True),
        sqlite3.connect(place / "ledger.db"),
    )
    with closing(theirs), closing(ours):
        theirs.backup(ours)
    pepper = settings.places.state / "pepper"
    if pepper.is_file():
        (place / "pepper").write_bytes(pepper.read_bytes())
    return True
