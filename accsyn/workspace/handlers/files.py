"""Files and folders of shares."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accsyn.workspace import paths
from accsyn.workspace.handlers.call import Answer, Call, Operations, result
from accsyn.workspace.listing import Listing
from accsyn.workspace.paths import Place
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.roles import clean, covers, granted


def operate(call: Call) -> Answer:
    """The operation that the payload names."""
    operation = call.options.get("op")
    handler = _OPERATIONS.get(str(operation))
    if handler is None:
        raise Refusal(f"there is no file operation {str(operation)[:50]!r}")
    path = call.options.get("path")
    if isinstance(path, list):
        return result({str(one): _on_disk(handler, call, one) for one in path})
    return result(_on_disk(handler, call, path))


def _on_disk(handler: Callable[[Call, Any], Any], call: Call, path: Any) -> Any:
    try:
        return handler(call, path)
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror or error}") from None


def _place(call: Call, path: Any, right: str) -> tuple[Place, Path]:
    place = paths.locate(call.state, call.user, path)
    paths.require_right(call.state, call.user, place, right)
    return place, paths.real(call.state, place)


def _seen(call: Call, path: Any) -> tuple[Place, Path, list[str] | None]:
    """A place that may also lie above what the caller reads."""
    place = paths.locate(call.state, call.user, path)
    readable = granted(call.state, call.user, place.share, "read")
    there = paths.followed(call.state, place)
    beneath = clean(there.path)
    if readable is not None and not any(covers(one, beneath) or covers(beneath, one) for one in readable):
        paths.require_right(call.state, call.user, place, "read")
    return there, paths.real(call.state, place), readable


def _ls(call: Call, path: Any) -> Any:
    place = paths.locate(call.state, call.user, path)
    if place.kind == "collection":
        return [
            {"type": 1, "filename": file["path"], "size": file["size"], "modified": file["modified"]}
            for file in call.state.store.children("file", place.share["id"])
        ]
    place, real, readable = _seen(call, path)
    if not real.is_dir():
        raise Refusal(f"{place.path or '/'!r} is no directory", 404)
    return Listing(dict(call.options), readable).of(real, place.path)


def _getsize(call: Call, path: Any) -> Any:
    place, real, readable = _seen(call, path)
    if not real.exists():
        raise Refusal(f"{place.path!r} is not there", 404)
    if real.is_file():
        return real.stat().st_size
    options = {"recursive": True, "include": call.options.get("include"), "exclude": call.options.get("exclude")}
    pending = Listing(options, readable).of(real, place.path)
    size = 0
    while pending:
        entry = pending.pop()
        size += entry.get("size", 0)
        pending.extend(entry.get("files", ()))
    return size


def _exists(call: Call, path: Any) -> Any:
    _, real, _ = _seen(call, path)
    return real.exists()


def _mkdir(call: Call, path: Any) -> Any:
    place, real = _place(call, path, "write")
    if real.exists():
        raise Refusal(f"{place.path!r} is there already", 409)
    real.mkdir(parents=True)
    return True


def _move(call: Call, path: Any) -> Any:
    place, real = _place(call, path, "write")
    target, real_target = _place(call, call.options.get("path_to"), "write")
    if not place.path or not target.path:
        raise Refusal("a share itself is not moved")
    if not real.exists():
        raise Refusal(f"{place.path!r} is not there", 404)
    if call.options.get("op") == "rename" and real.parent != real_target.parent:
        raise Refusal("a rename stays in its directory; mv moves to another one")
    if call.options.get("op") == "move" and real_target.is_dir():
        real_target = paths.confined(paths.root_of(call.state, target), f"{target.path}/{real.name}")
    if real_target.exists():
        raise Refusal(f"{target.path!r} is there already", 409)
    if real in real_target.parents:
        raise Refusal("a directory is not moved into itself")
    real_target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(real, real_target)
    return True


def _delete(call: Call, path: Any) -> Any:
    place, real = _place(call, path, "write")
    if not place.path:
        raise Refusal("a share itself is not deleted with its files")
    if not real.exists():
        raise Refusal(f"{place.path!r} is not there", 404)
    if real.is_file():
        real.unlink()
    elif call.options.get("force") is True:
        shutil.rmtree(real)
    elif any(real.iterdir()):
        raise Refusal(f"{place.path!r} is not empty; force deletes what is in it")
    else:
        real.rmdir()
    return True


_OPERATIONS: dict[str, Callable[[Call, Any], Any]] = {
    "ls": _ls,
    "getsize": _getsize,
    "exists": _exists,
    "mkdir": _mkdir,
    "rename": _move,
    "move": _move,
    "delete": _delete,
}

OPERATIONS: Operations = {(method, "workspace/file"): operate for method in ("GET", "POST", "PUT")}
