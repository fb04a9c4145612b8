"""Chaos: every network, every fault, and publishers that are killed at every step, counted until nothing is left to doubt.

A *trial* is one thing in Finnish and Swedish on one network of a sandbox of its own, where one fault strikes, and whose
publisher is killed (SIGKILL, from outside) once or twice at a chosen *phase*. Then publishers run until all is settled, and
what residents can see is held against what the ledger says.

    plan       which trials there are: a pure function of the seed
    town       the little world of a trial: config, state, sandbox, publishers
    watch      how far a publisher is, seen from outside
    kills      start a publisher and kill it at a phase
    trial      play one trial to its end
    verdict    what came out: duplicates, lost, waiting, how long it took
    lanes      many trials side by side
    table      figures by network and fault, for people and as chaos.json

`make chaos KILLS=1000 SEED=1` plays until so many publishers were killed; `docs/reliability.md` has the figures.
"""
