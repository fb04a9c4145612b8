"""Whole campaigns: the demo's plan over real processes, real clients and the sandbox."""
