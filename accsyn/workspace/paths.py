"""Places below a volume: how they are written, and how they stay below it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from accsyn.workspace.references import target_of
from accsyn.workspace.refusal import Refusal, unknown
from accsyn.workspace.roles import granted, may, sees
from accsyn.workspace.state import SHARES, State
from accsyn.workspace.store import Record

DEFAULT = "(default)"
PART = ".accsyn-part"
"""How a file ends that is being written."""

_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{word}{digit}" for word in ("com", "lpt") for digit in "0123456789\u00b9\u00b2\u00b3"}
)
_WORDS = {"workarea": "share", "root": "volume"}
_LONGEST = 4_000


class Place(NamedTuple):
    """A place beneath a share.

    Attributes:
        kind: What the share is: volume, folder, home, collection.
        share: The share.
        path: The path beneath it, with ``/`` between the parts; empty for the share itself.
    """

    kind: str
    share: Record
    path: str


def split(path: object) -> tuple[str, str, str]:
    """Kind, ident and path of a path notation; an empty kind where a bare path stands.

    Raises:
        Refusal: It is none.
    """
    if isinstance(path, dict):
        found = [(key, value) for key, value in path.items() if key in (*SHARES, "share", *_WORDS)]
        if len(found) != 1:
            raise Refusal("a path as a dict names one share: {'share': ..., 'path': ...}")
        key, ident = str(found[0][0]), str(found[0][1])
        return _WORDS.get(key, key), ident, str(path.get("path") or "")
    if not isinstance(path, str) or not path:
        raise Refusal("a path is text such as share=CODE/folder/file")
    word, equals, rest = path.partition("=")
    if equals and "/" not in word and _WORDS.get(word.lower(), word.lower()) in (*SHARES, "share"):
        ident, _, below = rest.partition("/")
        return _WORDS.get(word.lower(), word.lower()), ident, below
    return "", "", path


def locate(state: State, user: Record, path: object) -> Place:
    """The place that a path notation means for a user.

    Raises:
        Refusal: There is no such share, or the user does not see it, or the path leads out of it.
    """
    kind, ident, below = split(path)
    if not kind:
        if below == "~" or below.startswith("~/"):
            home = next((one for one in state.store.all("home") if target_of(one.get("user")) == user["id"]), None)
            if home is None:
                raise Refusal(f"{user['code']} has no home", 404)
            return Place("home", home, relative(below[1:].lstrip("/")))
        kind, ident = "volume", DEFAULT
    kinds = SHARES if kind == "share" else (kind,)
    if ident == DEFAULT:
        volume = state.default("volume")
        found = None if volume is None else ("volume", volume)
    else:
        found = state.record(kinds, ident)
    if found is None or not _is_reachable(state, user, *found):
        raise unknown(kind, ident)
    if found[1].get("inactive"):
        raise Refusal(f"{found[0]} {found[1]['code']!r} is offline")
    return Place(*found, relative(below))


def _is_reachable(state: State, user: Record, kind: str, share: Record) -> bool:
    """Whether a user knows of a share: also by an ACL on a volume, which is not visible as an entity."""
    return sees(state, user, kind, share) or any(may(state, user, share, "/", right) for right in ("read", "write"))


def relative(path: str, *, is_windows: bool = os.name == "nt") -> str:
    """A path beneath a share, its parts checked.

    Args:
        path: The path.
        is_windows: Whether names mean what Windows takes them for.

    Raises:
        Refusal: It is absolute, or has parts that lead elsewhere.
    """
    path = path.replace("\\", "/")
    if len(path) > _LONGEST or any(len(part.encode("utf-8", "replace")) > 255 for part in path.split("/")):
        raise Refusal("the path is too long")
    if "\0" in path or any(character < " " for character in path) or not _is_text(path):
        raise Refusal("a path has no control characters")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/"):
        raise Refusal(f"{path!r}: a path beneath a share is not absolute")
    if ".." in parts or (parts and len(parts[0]) == 2 and parts[0][1] == ":"):
        raise Refusal(f"{path!r} leads out of the share")
    if is_windows and any(map(_is_special, parts)):
        raise Refusal(f"{path!r}: Windows takes a name in it for something else")
    return "/".join(parts)


def _is_special(name: str) -> bool:
    """Whether a name is a device on Windows, a stream of another file, or another name in truth."""
    return ":" in name or name[-1] in ". " or name.partition(".")[0].rstrip().lower() in _WINDOWS_DEVICES


def _is_text(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)


def root_of(state: State, place: Place) -> Path:
    """The directory of a share on this machine."""
    if place.kind == "volume":
        return Path(place.share["path"])
    volume = state.store.get("volume", place.share.get("parent"))
    if volume is None:
        raise Refusal(f"{place.kind} {place.share['code']!r} has no volume")
    return confined(Path(volume["path"]), relative(str(place.share.get("path") or "").lstrip("/")))


def real(state: State, place: Place) -> Path:
    """The file or directory of a place, which need not be there.

    Raises:
        Refusal: It is outside of the share, or neither file nor directory.
    """
    if place.kind == "collection":
        raise Refusal("a collection has no directory; its files lie on volumes")
    return confined(root_of(state, place), place.path)


def confined(root: Path, path: str) -> Path:
    """A path below a directory, symbolic links followed.

    Raises:
        Refusal: It leads out of the directory; or it is a device, a pipe or a socket.
    """
    base = os.path.realpath(root)
    try:
        target = os.path.realpath(os.path.join(base, path))
        mode = os.lstat(target).st_mode if os.path.lexists(target) else None
    except (OSError, ValueError) as error:
        raise Refusal(f"{path!r}: {getattr(error, 'strerror', None) or error}") from None
    if target != base and not target.startswith(base.rstrip(os.sep) + os.sep):
        raise Refusal(f"{path!r} leads out of the share")
    if mode is not None and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise Refusal(f"{path!r} is neither a file nor a directory")
    return Path(target)


def make_directory(state: State, kind: str, share: Record) -> None:
    """Make the directory of a share, if it is not there.

    Raises:
        Refusal: It cannot be made.
    """
    if kind == "collection":
        return
    try:
        root_of(state, Place(kind, share, "")).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"the directory of {kind} {share['code']!r} cannot be made: {error.strerror or error}") from None


def followed(state: State, place: Place) -> Place:
    """The place where the links in a path lead; a collection has none."""
    if place.kind == "collection":
        return place
    base = os.path.realpath(root_of(state, place))
    found = os.path.relpath(real(state, place), base).replace(os.sep, "/")
    return place._replace(path="" if found == "." else found)


def require_right(state: State, user: Record, place: Place, right: str) -> None:
    """Raises a Refusal if a user may not read or write a place, or what the links in its path lead to."""
    if granted(state, user, place.share, right) is None:
        return
    if not all(may(state, user, place.share, path, right) for path in (place.path, followed(state, place).path)):
        raise Refusal(
            f"{user['code']} may not {right} {place.path or '/'!r} on {place.kind} {place.share['code']!r}", 403
        )
