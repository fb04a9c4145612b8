"""Keeps the pages of all rows up to date, in every staff language, and says of which content people can look at a preview."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.core.crowding import Crowd, repeated
from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.errors import Faulty
from kutsu.core.grid import Fault
from kutsu.core.messages.preview import FAULTS
from kutsu.core.plan import Pictures
from kutsu.core.preview import Row
from kutsu.ledger.memory import Memories, Previewed
from kutsu.preview.folder import FIRST, Folder, Kept, Manifest
from kutsu.preview.looks import Part
from kutsu.preview.rows import rows
from kutsu.preview.sights import Sights
from kutsu.preview.speech import Speech
from kutsu.readings import failed
from kutsu.release import Gate
from kutsu.survey import Survey

MOST = 100
"""Rows of which one pull renders the pages anew, at a quarter of a second each (with three cards).

The rest comes with the next pulls, what goes out first before all else.
"""

STYLE = "style.css"
SHAPES = "shapes/preview"


@dataclass
class Built:
    """What one building left: all rows and what the folder has of them; the ids of those that it wrote anew, and what failed."""

    found: list[Row]
    manifest: Manifest
    rows: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Previews:
    """The previews of one city below a folder, which is served at `base`; without one they are plain files."""

    def __init__(
        self, gate: Gate, memories: Memories, folder: Folder, base: str = "", drafts: Drafts = NO_DRAFTS
    ) -> None:
        """Nothing is read or written yet."""
        self._gate, self._memories, self.folder = gate, memories, folder
        self._base, self._drafts = base.rstrip("/"), drafts
        self.zone = gate.rules.city.zoneinfo
        rules = gate.rules
        self.kinds = rules.kinds
        self.networks = {name: table.adapter for name, table in rules.channels.items()}
        made_of = (
            sorted(gate.renderer.sources.items()),
            rules.city,
            rules.languages,
            rules.kinds,
            rules.channels,
            drafts,
        )
        self._edition = hashlib.sha256(repr(made_of).encode("utf-8", "replace")).hexdigest()[:16]

    def __call__(self, survey: Survey) -> Iterable[Fault]:
        """Follow a pull: write what has changed, and note as shown what its pages show. A failure is told, and shows nothing."""
        built = self.build(survey, MOST)
        if waiting := self._memories.unshown():
            self._memories.shown(waiting & set(self._previewed(built)))
        return built.faults

    def _previewed(self, built: Built) -> Iterator[Previewed]:
        """Every content that is on a page which is there."""
        for each in built.found:
            kept = built.manifest.pages.get(each.id)
            if kept and self.folder.has(self.folder.name(each.id)):
                yield from ((each.id, language, digest) for language, digest in kept.digests.items())

    def address(self, subject: str, ui: str = FIRST) -> str | None:
        """Where the page of a row is, None where there is none yet."""
        name = self.folder.name(subject, ui)
        return self._at(name) if self.folder.has(name) else None

    def link(self, subject: str) -> str:
        """Where the page of a row is or will be, for the sheet, which is answered before new pages are made."""
        return self._at(self.folder.name(subject, FIRST))

    def index(self, ui: str = FIRST) -> str:
        """Where the page of all rows is."""
        return self._at(self.folder.name(ui=ui))

    def rows(self, survey: Survey) -> list[Row]:
        """All rows as their previews tell them."""
        return rows(survey, self._gate.views.rows(), self.zone)

    def elsewhere(self, root: Path) -> Previews:
        """The same previews as plain files in another folder; raises `Faulty` for one that has other things in it.

        What belongs to no row is removed there, and it would be somebody's own page.
        """
        folder = replace(self.folder, root=root)
        if root.exists() and not folder.read().index and (not root.is_dir() or any(root.iterdir())):
            raise Faulty(
                [f"{root} is not empty and has no previews of Kutsu's: name a new folder, nothing was written"]
            )
        return Previews(self._gate, self._memories, folder, drafts=self._drafts)

    def notes(self, survey: Survey) -> list[str]:
        """What to think about in all that is coming: crowded hours, and the same words twice."""
        found = self.rows(survey)
        twins = _twins(found, self.folder.read())
        return [*map(str, _crowds(found)), *(f"{one} has the same words as {other}" for one, other in twins)]

    def build(self, survey: Survey, most: int | None = None) -> Built:
        """Write the pages of rows that changed, at most so many of them, those with new content first; then the index."""
        manifest, found = self.folder.read(), self.rows(survey)
        built = Built(found, manifest)
        gone = manifest.pages.keys() - {each.id for each in found}
        for subject in gone:
            del manifest.pages[subject]
        known = self._gate.gallery.known()
        inputs = {each.id: each.inputs(self._edition, _pictured(survey, each, known)) for each in found}
        changed = [each for each in found if not self._stands(manifest.pages.get(each.id), inputs[each.id])]
        for each in sorted(changed, key=lambda one: _urgency(one, manifest))[:most]:
            with _telling(built):
                manifest.pages[each.id] = self._page(survey, each, manifest, inputs[each.id])
                built.rows.append(each.id)
        with _telling(built):
            self._finish(survey, found, manifest, bool(gone or changed))
        return built

    def _stands(self, kept: Kept | None, inputs: str) -> bool:
        """Whether pages say what they would say if they were made now."""
        return kept is not None and kept.inputs == inputs and all(map(self.folder.has, kept.files))

    def _page(self, survey: Survey, each: Row, manifest: Manifest, inputs: str) -> Kept:
        """Write the pages of one row; raises OSError, and `Faulty` on templates of the preview that are broken."""
        sights = Sights(self._gate, self.folder, manifest, self._edition, self._drafts)
        context = {"row": each, "parts": sights.parts(survey, each), "slips": sights.slips(survey, each)}
        files = [self._render("row", ui, context, each.id) for ui in STAFF_LANGUAGES]
        return Kept(inputs, each.digests, [*files, *dict.fromkeys(sights.files)], sights.said, sights.held)

    def parts(self, survey: Survey, each: Row) -> list[Part]:
        """The coming messages of a row."""
        return Sights(self._gate, self.folder, self.folder.read(), self._edition, self._drafts).parts(survey, each)

    def _finish(self, survey: Survey, found: Sequence[Row], manifest: Manifest, moved: bool) -> None:
        """Write the index and the style where they differ, keep the manifest, and remove what belongs to nobody."""
        found = sorted(
            found, key=lambda each: (each.next is None, each.next.slot if each.next else survey.now, each.id)
        )
        twins = _twins(found, manifest)
        names = [[self.folder.name(each.id, ui) for ui in STAFF_LANGUAGES] for each in found]
        ready = [self.folder.has(own[0]) for own in names]
        mark = hashlib.sha256(repr((found, twins, self._edition, ready)).encode("utf-8", "replace")).hexdigest()
        wanted = {self.folder.name(ui=ui) for ui in STAFF_LANGUAGES} | {STYLE}
        if manifest.index == mark and not moved and all(map(self.folder.has, wanted)):
            return
        context = {"rows": list(zip(found, ready, strict=True)), "twins": twins, "crowds": _crowds(found)}
        for ui in STAFF_LANGUAGES:
            self._render("index", ui, context)
        self._style()
        manifest.index = mark
        self.folder.sweep(manifest, wanted)
        self.folder.write(manifest)

    def _style(self) -> None:
        """Write the style of all pages: it can show one language alone."""
        first = next(iter(self._gate.renderer.voices))
        languages = {"languages": self._gate.rules.languages}
        self.folder.put(STYLE, self._gate.renderer.page(f"{SHAPES}/{STYLE}", first, languages))

    def _render(self, shape: str, ui: str, context: Mapping[str, object], subject: str = "") -> str:
        """Write a page in one staff language; gives its name."""
        rules, renderer = self._gate.rules, self._gate.renderer
        known = {
            "speech": Speech(ui, self.zone, self.networks, self.kinds),
            "languages": rules.languages,
            "spoken": {**rules.languages, **self._drafts.languages},
            "city": rules.city.name.get(ui) or next(iter(rules.city.name.values())),
            "style": STYLE,
            "page": lambda wanted="": self.folder.name(wanted, ui),
            "editions": [(other, self.folder.name(subject, other)) for other in STAFF_LANGUAGES],
        }
        voice = ui if ui in renderer.voices else next(iter(renderer.voices))
        return self.folder.put(
            self.folder.name(subject, ui), renderer.page(f"{SHAPES}/{shape}.html", voice, {**known, **context})
        )

    def _at(self, name: str) -> str:
        """The address of a file."""
        return f"{self._base}/{name}" if self._base else (self.folder.root / name).absolute().as_uri()


def _pictured(survey: Survey, each: Row, known: Pictures) -> str:
    """What is known of the picture that staff gave: it may be fetched after its row was seen."""
    contents = (survey.standings[each.id, told.language].content for told in each.told)
    image = next((found for content in contents if (found := getattr(content, "image", None))), None)
    return repr(known.get(image.address, "unknown")) if image else ""


def _crowds(rows: Iterable[Row]) -> list[Crowd]:
    """All crowds of all rows, each once."""
    return sorted({crowd for each in rows for crowd in each.crowds}, key=lambda crowd: crowd.hour)


def _twins(found: Iterable[Row], manifest: Manifest) -> list[tuple[str, str]]:
    """The keys that would say what an earlier one says on the same channel, with that one."""
    said = {key: mark for kept in manifest.pages.values() for key, mark in kept.said.items()}
    coming = sorted((delivery for each in found for delivery in each.coming), key=lambda one: (one.slot, one.key))
    return list(repeated(coming, said))


def _urgency(each: Row, manifest: Manifest) -> tuple[bool, bool, float, str]:
    """New content first, then what goes out first."""
    kept = manifest.pages.get(each.id)
    slot = each.next.slot.timestamp() if each.next else 0.0
    return kept is not None and kept.digests == each.digests, each.next is None, slot, each.id


@contextmanager
def _telling(built: Built) -> Iterator[None]:
    """Tell the first failure, and go on: the other pages may be well."""
    try:
        yield
    except (OSError, Faulty) as error:
        if not built.faults:
            built.faults.append(failed("preview-failed", "preview", _told(FAULTS["preview-failed"]), str(error)))


def _told(words: tuple[str, str, str]) -> dict[str, str]:
    """Words by staff language."""
    return dict(zip(STAFF_LANGUAGES, words, strict=True))
