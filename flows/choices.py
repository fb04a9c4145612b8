"""What the drop-downs of our forms offer: the kinds, channels and languages of the config, read when the flows start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kutsu.settings import read_settings

if TYPE_CHECKING:
    KindName = str
    ChannelName = str
    LanguageName = str
else:
    _settings = read_settings()
    _settings.faults.close()
    KindName = Literal[tuple(_settings.kinds)]
    ChannelName = Literal[tuple(_settings.channels)]
    LanguageName = Literal[tuple(_settings.languages)]
