"""The command that tries the bells."""

from __future__ import annotations

import os
import subprocess
import sys

import typer

from kutsu.cli.options import Config, Home, settings_of


def bell(ctx: typer.Context, config: Config = None, state: Home = None) -> None:
    """Ring every bell of config/alarms.toml once, for a test; exit code 1 when one cannot be rung or there is none."""
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    places = {"KUTSU_CONFIG": str(settings.places.config.absolute()), "KUTSU_STATE": str(settings.places.state)}
    home = {"PREFECT_HOME": os.environ.get("PREFECT_HOME", str(settings.places.state / "prefect"))}
    command = [sys.executable, "-m", "flows", "ring"]  # the bells are Prefect's blocks, and only flows import Prefect
    raise typer.Exit(subprocess.run(command, env={**os.environ, **places, **home}).returncode)  # noqa: S603 - our own module
