"""How an operation says that it will not be carried out."""

from __future__ import annotations

from accsyn.errors import AccsynError


class Refusal(AccsynError):  # noqa: N818 - the word for it here
    """An operation is refused; it has changed nothing.

    Args:
        message: A sentence for people; it goes to the client.
        status: The HTTP status.
        retry_after: Seconds after which to try again.
    """

    def __init__(self, message: str, status: int = 400, retry_after: float | None = None) -> None:
        self.message = message
        self.status = status
        self.retry_after = retry_after
        self.about: object = None  # what was refused, put in on the way out
        super().__init__(message)


def forbidden(message: str) -> Refusal:
    """The account may not do this."""
    return Refusal(message, 403)


def unknown(what: str, ident: object) -> Refusal:
    """There is no such thing, or the account may not know that there is."""
    return Refusal(f"there is no {what} {str(ident)[:200]!r}", 404)
