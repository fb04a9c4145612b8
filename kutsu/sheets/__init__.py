"""The shared sheets of the communications staff, behind the port `Sheet`.

`workbook` is a local .xlsx file and `google` a Google Sheet: the same cell gives the same `Cell` from either. `build`
lays down a new sheet out of a folder of text files, for the demo and for tests.
"""
