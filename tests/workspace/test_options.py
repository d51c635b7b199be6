"""Every option of every operation of the protocol: it changes the answer, or is listed as one that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accsyn.local import Workspace
from tests.workspace.calls import Caller


@pytest.fixture(scope="module")
def admin() -> Iterator[Caller]:
    """The admin of a studio, with settings, a deactivated folder, and grants on top of each other."""
    with Workspace(demo=True, seed=1, frozen=True) as ws:
        admin = Caller(ws)
        volume = admin.find("volume")[0]["id"]
        folder = admin.find("folder", "code=aurora")[0]["id"]
        admin.create("acl", entity="user:bob@freelance.example", target=f"share:{folder}", read=True)
        admin.ask("DELETE", "folder/deactivate", {}, None, "harbour")
        ws.advance(hours=1)
        admin.ask("PUT", "queue/edit", {"priority": 7}, None, "low")  # which is logged
        for data, ident in (
            ({"entitytype": "workspace"}, None),
            ({"entitytype": "folder"}, folder),
            ({"share": "projects"}, None),
            ({"integration": "ftrack"}, None),
        ):
            name = f"n{len(data)}{ident or ''}{sorted(data)[0]}"
            admin.ask("PUT", "setting", {**data, "name": name, "value": "v"}, None, ident)
        admin.ws._volume_and_folder = volume, folder  # type: ignore[attr-defined] # carried along for the rows
        yield admin


# Operation, query, which id goes along (the volume's, the folder's, none), other options, and the option itself.
CHANGES: list[tuple[str, str | None, str | None, dict[str, Any], dict[str, Any]]] = [
    ("transfer/find", None, None, {}, {"finished": True}),
    ("transfer/find", None, None, {}, {"archived": True}),
    ("folder/find", None, None, {}, {"inactive": True}),
    ("task/find", None, None, {}, {"parent": "0" * 24}),
    ("user/find", None, None, {}, {"limit": 1}),
    ("user/find", None, None, {}, {"skip": 1}),
    ("user/find", None, None, {}, {"attributes": ["code"]}),
    ("transfer/find", "status=done", None, {}, {"single_entity_query": True}),
    ("acl/find", "acl WHERE target=share:{volume}", None, {}, {"recursive": True}),
    ("attributes", None, None, {"entitytype": "folder", "update": False}, {"create": True}),
    ("attributes", None, None, {"entitytype": "folder", "create": False}, {"update": True}),
    ("transfer/metrics", None, None, {}, {"attributes": ["speed"]}),
    ("setting", None, "folder", {"entitytype": "folder"}, {"upstream": True}),
    ("setting", None, "folder", {"entitytype": "folder"}, {"recursive": True}),
    ("setting", None, None, {"entitytype": "workspace"}, {"share": "projects"}),
    ("setting", None, None, {"entitytype": "workspace"}, {"integration": "ftrack"}),
    ("setting", None, None, {"entitytype": "workspace"}, {"name": "n1entitytype"}),
    ("log/find", None, None, {}, {"sort": "message"}),
    ("log/find", None, None, {}, {"sort_reverse": True}),
    ("log/find", None, None, {}, {"search": "workspace"}),
    ("log/find", None, None, {}, {"entitytype": "folder"}),
    ("log/find", None, None, {}, {"pagination": {"limit": 1, "page": 1}}),
    ("log/find", None, None, {}, {"pagination": {"skip": 1}}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"recursive": True}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects", "recursive": True}, {"maxdepth": 1}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"getsize": True}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"files_only": True}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=aurora/comp"}, {"directories_only": True}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"include": "aurora"}),
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"exclude": "aurora"}),
    ("workspace/file", None, None, {"op": "getsize", "path": "share=projects"}, {"include": "aurora*"}),
    ("workspace/file", None, None, {"op": "getsize", "path": "share=projects"}, {"exclude": "aurora*"}),
]
# Options that change nothing here, and why.
UNCHANGED: list[tuple[str, str | None, str | None, dict[str, Any], dict[str, Any], str]] = [
    ("workspace/file", None, None, {"op": "ls", "path": "share=projects"}, {"download": True}, "always true"),
    ("setting", None, None, {"entitytype": "workspace"}, {"omit_defaults": False}, "there are no defaults"),
    ("setting", None, None, {"entitytype": "workspace"}, {"data": {"a": 1}}, "nothing says what it means"),
    ("transfer/metrics", None, None, {}, {"time": "1h"}, "figures are of now"),
]


def answers(
    admin: Caller, uri: str, query: str | None, about: str | None, others: dict[str, Any], option: dict[str, Any]
) -> tuple[Any, Any]:
    """The answers without and with an option."""
    volume, folder = admin.ws._volume_and_folder  # type: ignore[attr-defined] # see the fixture
    ident = {None: None, "folder": folder}[about]
    asked = None if query is None else query.format(volume=volume)
    one, two = (admin.ask("GET", uri, {**others, **more}, asked, ident) for more in ({}, option))
    return one, two


@pytest.mark.parametrize(("uri", "query", "about", "others", "option"), CHANGES, ids=str)
def test_an_option_changes_the_answer(
    admin: Caller, uri: str, query: str | None, about: str | None, others: dict[str, Any], option: dict[str, Any]
) -> None:
    """Each option of an operation that reads."""
    without, with_it = answers(admin, uri, query, about, others, option)
    assert without != with_it


@pytest.mark.parametrize(("uri", "query", "about", "others", "option", "why"), UNCHANGED, ids=str)
def test_an_option_that_changes_nothing(
    admin: Caller,
    uri: str,
    query: str | None,
    about: str | None,
    others: dict[str, Any],
    option: dict[str, Any],
    why: str,
) -> None:
    """Taken, and without effect, for the reason that is listed."""
    without, with_it = answers(admin, uri, query, about, others, option)
    assert without == with_it, why


def test_options_of_a_grant(admin: Caller) -> None:
    """What read, write, notify, message and path say is what the ACL holds."""
    given = {"read": False, "write": True, "notify": True, "message": "Hi", "path": "/edit"}
    acl = admin.create("acl", entity="user:new@example.com", target="share:nordlys", invite=True, **given)
    assert {name: acl[name] for name in given} == given


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 1),
        ({"allow_duplicates": False}, 1),
        ({"allow_duplicates": True}, 2),
        ({"allow_duplicates": True, "replace_duplicates": True}, 1),
    ],
)
def test_options_of_duplicates(admin: Caller, options: dict[str, Any], count: int) -> None:
    """The same task again is retried, taken on beside the first, or takes its place."""
    job = admin.create("compute", name="render", tasks=["share=projects/a.exr"])
    admin.ask("POST", "task/create", {"tasks": ["share=projects/a.exr"], **options}, None, job["id"])
    assert len(admin.find("task", parent=job["id"])) == count
