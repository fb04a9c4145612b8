"""Our deployments on the Prefect server: what operators can start, and what starts by itself when."""

from __future__ import annotations

import datetime as dt

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows.by_hand import by_hand
from flows.parts import works
from flows.pause import pause, resume
from flows.publish import publish
from flows.pull import pull
from flows.reconcile import reconcile
from flows.release import release
from flows.report import report

PULL_EVERY = dt.timedelta(minutes=5)

PULLS = 3
"""Pulls at the same time: what an hour without a server missed is one pull's work, and one that hangs is not in the others' way."""


async def deployments() -> list[RunnerDeployment]:
    """The deployments with their schedules, in the city's zone; none falls between 03 and 04, where clock changes are."""
    zone = works().settings.city.zone
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    few = ConcurrencyLimitConfig(limit=PULLS, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    return [
        await pull.ato_deployment("pull", interval=PULL_EVERY, concurrency_limit=few, tags=["kutsu"]),
        await publish.ato_deployment("publish", tags=["kutsu"]),
        await by_hand.ato_deployment("by-hand", tags=["kutsu"]),
        await pause.ato_deployment("pause", tags=["kutsu"]),
        await resume.ato_deployment("resume", tags=["kutsu"]),
        await release.ato_deployment("release", tags=["kutsu"]),
        await reconcile.ato_deployment("reconcile", concurrency_limit=one, tags=["kutsu"]),
        await report.ato_deployment("report", schedule=Cron("30 8 * * *", timezone=zone), tags=["kutsu"]),
    ]
