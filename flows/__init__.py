"""When Kutsu does what: thin Prefect flows. Prefect wakes; plan and ledger decide what is due; nothing here retries."""
