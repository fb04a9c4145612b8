"""Drafts in config: what would send one, or promises what nothing reads, is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.configs import copied, edit, faults


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the city's config."""
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("channels.toml", '["en"]', '["en", "ar"]', "channels.toml [x-en] languages: 'ar' is a draft, which previews"),
        (
            "languages.toml",
            "draft = true",
            "draft = true\nrequired = true",
            "languages.toml [ar] draft: a required lan",
        ),
        ("languages.toml", '"EEEE، d MMMM y"', '"EEEE، d LLLL y"', "languages.toml [ar] day: L in "),
        ("languages.toml", '"من {} إلى {}"', '"من {}"', "languages.toml [ar] span: 'من {}' must have two {}"),
        ("city.toml", 'ar = "مدينة إسبو"', "", "city.toml [name] ar: this language of languages.toml is missing"),
    ],
)
def test_faults(config: Path, name: str, old: str, new: str, expected: str) -> None:
    """A draft that a channel names, that the law wants, that prints nonsense or that nobody signs is told where it stands."""
    edit(config / name, old, new)
    (told,) = faults(config)
    assert told.startswith(expected)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("xx", '[texts.INFO-01]\ntitle = "a"', "drafts/xx.toml: 'xx' is unknown; known are "),
        ("fi", '[texts.INFO-01]\ntitle = "a"', "drafts/fi.toml: 'fi' is no draft: its texts stand in the sheet"),
        ("ar", '[texts.INFO-01]\ntitel = "a"', "drafts/ar.toml [texts] INFO-01: 'titel' is unknown; known are "),
        ("ar", "texts = 5", "drafts/ar.toml texts: "),
        ("ar", 'language = "ar"', "drafts/ar.toml language: the name of the file says it already"),
        ("ar", '[ar.texts.INFO-01]\ntitle = "a"', "drafts/ar.toml ar: this key is not known; known are "),
        ("ar", "[texts", "drafts/ar.toml: Expected"),
    ],
)
def test_faults_of_texts(config: Path, key: str, text: str, expected: str) -> None:
    """Texts in what is no draft, and texts that nothing would show, are told by file, table and key."""
    (config / "drafts").mkdir()
    (config / "drafts" / f"{key}.toml").write_text(text, "utf-8")
    (told,) = faults(config)
    assert told.startswith(expected)


def test_published(config: Path) -> None:
    """Once `draft` is gone, the language may be on a channel; its themes need names then, as in every language."""
    edit(config / "languages.toml", "draft = true", "")
    edit(config / "channels.toml", '["en"]', '["en", "ar"]')
    assert faults(config) == []
    edit(config / "city.toml", 'ar = "المواصلات"\n', "")
    (told,) = faults(config)
    assert told.startswith("city.toml [themes.transport] ar: this language")
