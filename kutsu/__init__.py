"""Kutsu tells residents which digital pilots their city is starting, calls them in, and invites them."""
