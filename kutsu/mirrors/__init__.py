"""Places that show the approved plan as it is now. They have revisions, not deliveries: mending a typo is no event."""
