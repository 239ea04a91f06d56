"""The graph over HTTP, read-only: SPARQL, canned queries, linked data, dumps and plain pages.

    server       granian's HTTP server, signals, the access log            (front process)
    app          from a request to an answer: routes, conditional requests, cache, headers
    requests     decoding, strictly          protocol   the SPARQL 1.1 Protocol
    media        formats and their choice    problems   errors as RFC 9457 has them
    pool         which worker does what, and for how long
    workers      the front's end of worker processes; turns: who waits for one
    versions     the front's end of the keeper
    keeper       looks for new versions of the store, has dumps written    (keeper process)
    snapshots    read-only copies of the store, one per version
    worker       answers jobs from one snapshot                            (worker processes)
    forking      what the process imports from which both are forked
    confine      what a worker gives up before it answers anybody
    jobs         what can be asked of a worker, by name; the modules not named here hold these jobs
    pages        templates and assets
    exchange     what front and workers hand each other: Ask, Question, Answer, Problem, Settings, Context

The front process speaks HTTP and never touches the store; a worker answers one job at a time and is
killed when it goes beyond a limit. Both sides share nothing but what `exchange` defines.
"""
