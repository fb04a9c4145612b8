"""The outside world on one machine: every network, SendGrid and Google Sheets as one small local server.

It plays them for the real client libraries, and for people it shows the wall: what residents would see. It is written from
what the vendors say of their networks, never from Kutsu's channels, and it imports nothing of Kutsu but the clock; no
channel knows of it.

A network is one module under `networks/` with one card under `wall/`: adding one edits nothing else.
"""

from kutsu.sandbox.starter import start

__all__ = ["start"]
