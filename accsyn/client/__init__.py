"""The client: a session with an accsyn workspace over the REST interface."""
