"""The fonts of the share cards for a browser too, so that a page in any language of config has no boxes on a bare machine."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

from kutsu.pictures.fonts import FAMILIES

SYSTEM = "/etc/fonts/fonts.conf"


def environment(folder: Path) -> dict[str, str | float | bool]:
    """The environment in which Chromium finds them beside those of the machine; `folder` keeps fontconfig's file and cache."""
    there = "".join(f"<dir>{escape(str(Path(family.path).parent))}</dir>" for family in FAMILIES)
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">{SYSTEM}</include>{there}<cachedir>{escape(str(folder))}</cachedir></fontconfig>',
        "utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(config)}
