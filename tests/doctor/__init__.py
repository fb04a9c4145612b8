"""Tests of the channels: each rule by itself, and all of them held to the port against the sandbox."""
