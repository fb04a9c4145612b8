"""All that decides: pure functions and frozen dataclasses. No I/O, no clock, no environment, no Prefect; `now` is a parameter.

What things are:

    model         rounds, pilots, sessions; entries, the plan, what is approved
    publication   deliveries, messages, claims, receipts, what a look-up found
    grid          a sheet as it was read, the edits to it, the faults in it
    config        the shapes of config/
    ports         the edges as Protocols
    errors        the ways in which something can fail

From the sheet to the plan:

    columns       the sheet as a declaration, and where each column is found
    cells         one cell as typed -> a value or a fault
    plan          books -> the plan, with every fault
    messages      faults as sentences in Finnish, Swedish and English

From the plan to what is due:

    content       a subject in one language, and its digest
    approval      what a tick approves, and whether it still stands
    slots         when something is to go out
    schedule      the deliveries, their releases, what holds them
    states        the table of states of a delivery
    report        plan and ledger side by side

From a delivery to its message:

    languages     how each language writes dates, times and lists
    voice         one language as templates speak it
    words         what is said
    facts         labelled facts of a subject
    environment   the one Jinja environment
    render        words, then shape, then fit
"""
