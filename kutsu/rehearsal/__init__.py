"""A rehearsal: a whole season in seconds, with the real plan, rules, clients and ledger, on a world that is played in this process."""
