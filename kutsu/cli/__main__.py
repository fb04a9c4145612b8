"""`python -m kutsu.cli`: the command line where the script is not installed."""

from kutsu.cli import run

run()
