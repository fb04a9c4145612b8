"""Pictures: those of the sheet fetched safely and brought into one form, and the share cards that Kutsu draws."""
