"""A folder as it is served while it is replaced as a whole: the site is a link to one of its generations."""

from __future__ import annotations

import os

from starlette.staticfiles import StaticFiles


class Replaced(StaticFiles):
    """Looks a second time for what is not there: the folder may have been replaced between the two steps of a look."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file of an address as it lies in one generation, and how it is; nothing where there is none."""
        found = super().lookup_path(path)
        return found if found[1] else super().lookup_path(path)
