"""Files on shares."""

from __future__ import annotations

from typing import Any

from accsyn.client.arguments import filters, optional_count, optional_flag
from accsyn.client.calls import Calls
from accsyn.errors import ArgumentError, ArgumentTypeError
from accsyn.wire.event import Event

Path = str | dict[str, Any] | list[str]
"""``share=CODE/folder/file``; the same as a dict; or several."""

Filter = str | list[str] | None
"""``word``, ``*word``, ``word*``, ``*word*``, ``start*end``, ``re('...')``; or several of them."""

_URI = "workspace/file"


class Files(Calls):
    """Files on shares. What the methods raise, and `dry_run`, stand at `Entities`."""

    def ls(  # noqa: PLR0917 - the official signature
        self,
        path: Path,
        recursive: bool = False,
        maxdepth: int | None = None,
        getsize: bool = False,
        files_only: bool = False,
        directories_only: bool = False,
        include: Filter = None,
        exclude: Filter = None,
    ) -> Any:
        """What is in a folder.

        Args:
            path: ``share=projects/folder``; a dict; or a list of paths, as many as a request can carry.
            recursive: Whether to go into the folders below.
            maxdepth: How deep, with `recursive`.
            getsize: Whether to return the sizes of files.
            files_only: Whether to leave folders out.
            directories_only: Whether to leave files out.
            include: What to list; goes before `exclude`. Without case, unless ``re('...', 'I')``.
            exclude: What not to list.

        Returns:
            What the server answers: an entry for each file, with ``files`` below folders where `recursive`.
        """
        data = {
            "op": "ls",
            "path": _path(path),
            "download": True,
            "recursive": bool(optional_flag(recursive, "recursive")),
            "getsize": bool(optional_flag(getsize, "getsize")),
            **_said(
                maxdepth=optional_count(maxdepth, "maxdepth", 0),
                directories_only=optional_flag(directories_only, "directories_only"),
                files_only=optional_flag(files_only, "files_only"),
                include=filters(include, "include"),
                exclude=filters(exclude, "exclude"),
            ),
        }
        return self._result(Event("GET", _URI, data))

    def getsize(self, path: Path, include: Filter = None, exclude: Filter = None) -> Any:
        """The size of a file, or of everything in a folder. Arguments as for `ls`."""
        chosen = _said(include=filters(include, "include"), exclude=filters(exclude, "exclude"))
        return self._result(Event("GET", _URI, {"op": "getsize", "path": _path(path), **chosen}))

    def exists(self, path: Path) -> Any:
        """Whether a file or folder is there."""
        return self._result(Event("GET", _URI, {"op": "exists", "path": _path(path)}))

    def mkdir(self, path: Path, *, dry_run: bool = False) -> Any:
        """Make a folder."""
        return self._result(Event("POST", _URI, {"op": "mkdir", "path": _path(path)}), dry_run=dry_run)

    def rename(self, path: Path, path_to: Path, *, dry_run: bool = False) -> Any:
        """Give a file or folder another name within its folder."""
        data = {"op": "rename", "path": _path(path), "path_to": _path(path_to, "path_to")}
        return self._result(Event("PUT", _URI, data), dry_run=dry_run)

    def mv(self, path_src: Path, path_dst: Path, *, dry_run: bool = False) -> Any:
        """Move a file or folder."""
        data = {"op": "move", "path": _path(path_src, "path_src"), "path_to": _path(path_dst, "path_dst")}
        return self._result(Event("PUT", _URI, data), dry_run=dry_run)

    def delete(self, path: Path, force: bool = False, *, dry_run: bool = False) -> Any:
        """Delete a file or folder.

        Args:
            path: As for `ls`.
            force: Whether to delete a folder that is not empty.
            dry_run: Return the event instead of sending it.
        """
        data = {"op": "delete", "path": _path(path), "force": bool(optional_flag(force, "force"))}
        return self._result(Event("POST", _URI, data), dry_run=dry_run)

    def prepublish(self, data: list[dict[str, Any]], *, dry_run: bool = False) -> Any:
        """Let the server look at files that are to be published.

        Args:
            data: A dict for each file: ``id``, ``filename``, ``is_dir``, ``size``, and ``files`` for a folder. Sizes
                that are missing are filled in, in a copy: 0 for a file, the sum for a folder.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers.
        """
        if not isinstance(data, list):
            raise ArgumentTypeError(f"data is a list of dicts, not {type(data).__name__}")
        files, size = _with_sizes(data)
        return self._result(
            Event("PUT", "workspace/publish/preprocess", {"files": files, "size": size}), dry_run=dry_run
        )


def _path(value: object, name: str = "path") -> Any:
    if not isinstance(value, str | dict | list):
        raise ArgumentTypeError(f"{name} is a str, a dict or a list, not {type(value).__name__}")
    if not (value.strip() if isinstance(value, str) else value):
        raise ArgumentError(f"{name} must not be empty")
    return value


def _said(**options: object) -> dict[str, Any]:
    """Without the options that say nothing, as the official client sends them."""
    return {name: value for name, value in options.items() if value}


def _with_sizes(data: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """A copy in which every entry has a size, and their sum."""
    copies: list[dict[str, Any]] = []
    made: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []  # each entry with the copies below, parents first
    pending = [(data, copies)]
    while pending:
        entries, target = pending.pop()
        for entry in entries:
            if not isinstance(entry, dict):
                raise ArgumentTypeError(f"each of data is a dict, not {type(entry).__name__}")
            copy = dict(entry)
            target.append(copy)
            below: list[dict[str, Any]] = []
            inner = entry.get("files")
            if isinstance(inner, list) and "size" not in entry and entry.get("is_dir") is True:
                copy["files"] = below
                pending.append((inner, below))
            made.append((copy, below))
    for copy, below in reversed(made):
        if "size" not in copy:
            copy["size"] = sum(item["size"] for item in below)
        elif isinstance(copy["size"], bool) or not isinstance(copy["size"], int | float):
            raise ArgumentTypeError(f"size is a number of bytes, not {type(copy['size']).__name__}")
    return copies, sum(copy["size"] for copy in copies)
