"""Pictures that go out: fetched from the addresses in the sheet, and brought into a form that every network takes."""
