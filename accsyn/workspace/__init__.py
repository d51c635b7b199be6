"""The local workspace: a server in a box, for development, tests and demos.

clock        what time it is there, and how tests move it
store        the records: SQLite on disk, dictionaries in memory
state        store, clock, folders and ids in one
references   how records point at each other, and the form of that for people
roles        who sees what, who may do what
searching    find: scopes, roles, the project's own evaluator
paths        places below a volume, confined to it
listing      what is in a folder, and its filters
places       ``party:path`` of a transfer
jobs         jobs and tasks: how they are made, which status follows from which
transfers    the worker that copies
handlers     one module a subject: what each operation does
protocol     a request in, a response out
faults       what goes wrong on purpose
journal      the requests that came
cassettes    recorded exchanges, without secrets, and their replay
backend      all of it in one object
demo         a small studio, made up
server       HTTP and HTTPS

Nothing here knows the client: the two share `accsyn.wire` alone.
"""
