"""A public record of what was said, when, where and in which words: read out of the ledger alone, written into a new folder.

`period` says which days, `gathered` makes `entries` out of the ledger, `tables`, `pages` and `files` write
them down in a folder that appears whole or not at all (`folder`), and `record` does all of it.
"""
