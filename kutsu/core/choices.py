"""The closed choices of a row: its stage, its goal, its status, how one takes part, whether one must register."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a pilot has come."""

    PLANNING = "planning"
    CHOSEN = "chosen"
    RECRUITING = "recruiting"
    RUNNING = "running"
    ENDED = "ended"
    DROPPED = "dropped"


class Goal(StrEnum):
    """The strategic goal that a pilot serves."""

    CITY_SERVICES = "city-services"
    BUSINESS = "business"
    ASSOCIATIONS = "associations"


class Status(StrEnum):
    """Where an info session stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class Attendance(StrEnum):
    """How one takes part in an info session."""

    ON_SITE = "on-site"
    ONLINE = "online"
    HYBRID = "hybrid"


class Registration(StrEnum):
    """Whether one must register; `none` is a drop-in session."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
