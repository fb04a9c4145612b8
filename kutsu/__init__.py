"""Kutsu tells residents which digital pilots their city is starting, calls them in as testers, and invites them to info sessions.

Data goes one way:

    sheets ──▶ plan ──┬──▶ mirrors: the site, its feeds and calendars show the approved plan as it is now
    cells      pilots,│
    as typed   faults └──▶ schedule ──▶ render ──▶ publish ──▶ ledger ──▶ status
                           deliveries   messages   claim,      what       in the sheet, on the
                           with slots   per        begin,      really     command line and in Prefect
                                        channel    settle      happened

Imports point inwards, and import-linter checks it; from the outside in:

    flows          when it happens: Prefect, which nothing here knows
    cli            the commands `kutsu …`, thin
    rehearsal      a whole season in seconds, with scripted edits, on a world that is played in this process
    demo           a whole campaign on one machine, against the sandbox
    watch          looks from outside, and tells what should have happened and did not
    doctor         looks at all that publishing needs, and changes nothing
    outlook        what is to come beside all that holds it, and what a choice of it would send now
    restored       after a restore: what may be out since the backup is held, and told to a person
    campaign       one round of publishing without Prefect; what a publisher stays for
    console        what the command line prints
    up             everything that a running Kutsu needs on one machine
    companions     child processes: started, waited for, started again, stopped
    wiring         the composition root: settings in, working parts out
    public         the endpoints that mail needs from the public network, opened for kutsu web
    edges          each edge opened as its settings say: sheets, channels, lists
    archive        a public record of what was said, out of the ledger alone
    backup         what must outlive the machine, in one folder or tar file
    naming         ids for the rows that staff have just written
    announce       a person wants a thing said again: a new edition
    preview        what staff look at before they approve: a page for every row, and the mail that brings it
    budget         what networks charge: spent, coming, and no more than the month's cap
    missing        a required language that residents lack while they have another, told loudly
    outdated       old facts that residents still have, because a change is not out, told loudly
    vitals         how the companions fare, and how much room the disk has
    rest           a pull at rest: nothing has changed and nothing is due
    release        what may go out now, rendered and gated, and why the rest may not
    answer         what Kutsu says to staff in the sheet itself: per row, every fault, the calendar
    advice         notes on spelling and on dates in texts, by what this machine has; they never hold anything
    survey         one look at everything: sheets, approvals, what is to be said when
    publish        claim, prepare, begin, send, settle
    reconcile      look up what is in doubt, and settle it
    retract        take back what is out, where its network can
    recall         mail that is with its provider and must not leave is taken back
    takeback       one share taken back, and what comes of it
    rights         all that is known of a resident, and forgetting it
    lists          the lists of mail, each opened where it lies
    settings       the only reader of config/ and of the environment
    readings       the sheets as they are now, or as they last were where they cannot be trusted
    easel          share cards, drawn once for previews, posts and the site
    gallery        the pictures of announcements: fetched once, kept, given out with their words
    web            leaving a list, what providers tell, and files for machines without a web server
    ledger         the truth of what went out
    sheets         Google Sheets, .xlsx workbooks
    channels       say a thing once: x, facebook, linkedin, mastodon, bluesky, email, smtp
    mirrors        show what is: the site and its calendars
    pictures       what goes out with a message: pictures of the sheet in a form that every network takes, share cards
    audiences      who receives mail
    sandbox        the outside world on one machine; it knows nothing of the rest but the clock
    spelling       the dictionaries of this machine
    door           the one way out of channels, sheets and pictures, with a deadline for the whole call
    later          libraries that only speak to a network, loaded on first use
    tuning         how the interpreter is set for large sheets and for a slot
    turns          one request at a time, in turn
    clock          the only reader of the real time
    core           all that decides: pure functions and frozen dataclasses

The words; one word, one meaning:

    round          one call for pilots (57 proposals, ten go on), with its own announcement
    pilot          one row of the plan: what is tried, where, when, who may join; its stage: planning … ended, dropped
    session        one info session of a pilot or of a round: a date, a time, a place, languages
    page           a tab of Kutsu's own in the sheet, written whole
    stamp          what a sheet answers that changes whenever it does; only a pull trusts it
    snapshot       the last good reading of a sheet
    outline        a new sheet as a pure description: tabs, notes, drop-downs, formats, help
    addition       one thing that a sheet lacks beside its outline; an upgrade makes all of them, and changes nothing else
    model row      the row `malli` of a tab, which shows staff how a row looks; it is never read
    subject        a round, a pilot or a session: what something is said about
    content        a subject in one language, with its venue and contact: what a tick approves
    kind           what is being said: testers-wanted, session-invitation, session-reminder …
    channel        one account or list where a thing is said once: x-fi, facebook, newsletter
    adapter        the module that runs a network's channels; the sandbox plays the network for it
    mirror         a place that shows the approved plan as it is now; it has revisions, not deliveries
    generation     the whole site as it was written at one time; the public one is changed for the next at one instant
    mark (a page)  the fingerprint of all that a file of the site shows: as long as it is the same, the file is not made again
    draft          a language that no native reader has judged: shown in previews and on a demo's site, never sent
    record         what the archive tells of one delivery, approval or pause; it names no resident and no official
    audience       whom a channel reaches: residents, staff, partners; words may have a variant for each
    slot           the instant at which something is to go out
    delivery       one kind, of one subject, in one language, on one channel, in one edition
    edition        why the same kind may be said again: a reminder's name, the ordinal of a change, or of an "announce again"
    change         a move, a cancellation or a correction of what residents were told, told where they were told it
    pair           a channel and a language: what its latest delivery about a subject told is what its residents have
    key            <subject>/<kind>/<language>/<channel>/<edition>: the idempotency key, without text or time in it
    advice         a note on a text that holds nothing; what of it comes from a dictionary differs from machine to machine
    second         the tick of another person, where staff add its column; which of the two comes first is all the same
    release        the deliveries that go together: the required languages of one thing on one network
    half           a release of which one required language is out and another is not, nor will be by itself
    short form     headline, labelled facts and link: tried once when a half is left by a network's refusal
    layout         how a channel says the required languages: apart, or together in one message, whose language is fi+sv
    message, part  what is sent; a part is one template file: status, subject, text, html
    origin, copy   the page on the city's site comes first; the copies elsewhere link to it
    share card     the picture that Kutsu draws of a subject in a language, where staff gave none
    entry          a session in people's calendars; the ledger counts its moves (SEQUENCE), so that programs know which word is the last
    share          the recipients of one request of a mail delivery; a post has one share
    marks          what a channel did before the visible request, by which it will find or repeat it
    proof          what an adapter declares to show that something is not out; without it an absence proves nothing
    attempt        one try to send a claimed share; one at a time
    receipt        the network accepted it: its id and public address
    way out        the address at which one reader leaves one list with one click: signed, good for two years; a GET changes nothing
    event          what a mail provider tells of one person's mail, by webhook: any of a request proves that it was accepted
    script, deed   what staff and operators do in a rehearsal, and when; a deed is one entry of it
    retraction     a publication that is out is deleted by a person's word; its key is never sent again
    refused        a definite no, to this message as it is
    unavailable    surely not sent; try later
    unconfirmed    perhaps sent: look it up, never resend blindly
    waiting        nothing proves it: a person has to look
    alarm          what people must hear of before residents do: about what, since when, what to do
    bell           where alarms ring: Slack, Teams, a webhook, mail
    companion      one of the processes that kutsu up starts, and starts again when it ends
    placed run     a run in Prefect that the ledger knows, with its slot, revision and keys; an operator's cancel of it is a hold
    checked        one line of the doctor: what was looked at and seen, and what to do
    preview        pages for staff: every coming message of a row as it will look, before anybody approves it
    approval       a person's tick, which approves the content as it was, per language
    allowance      how much a network lets an account ask; a meter notes from its headers what is left
    hold           something that keeps a delivery from going out, told in words; a person may set one
    pause          everything waits until somebody resumes; nothing is lost
    ledger         the truth of what went out; attempts and receipts are only ever added
"""
