"""The graph over HTTP, read-only: SPARQL, canned queries, linked data, dumps and plain pages.

    server      granian's HTTP server, signals, the access log        (front process)
    app         from a request to an answer: routes, negotiation, cache
    pool        worker processes with limits on time and memory
    snapshots   read-only copies of the store, one per version
    worker      a process that answers jobs from one snapshot         (worker processes)
    jobs        what can be asked of a worker, by name
    exchange    what front and workers hand each other: Ask, Answer, Problem, Settings, Context

The front process speaks HTTP and never touches the store; a worker answers one job at a time and is
killed when it goes beyond a limit. Both sides share nothing but what `exchange` defines.
"""
