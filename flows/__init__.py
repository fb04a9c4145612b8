"""When Kutsu does what: thin Prefect flows."""
