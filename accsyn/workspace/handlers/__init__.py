"""What each operation of the protocol does: a module a subject, each with a table of its operations."""
