"""Backups: taken while everything runs, whole or not at all, and proven before anything is restored."""
