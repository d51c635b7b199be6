"""Entities over the wire: create, find, edit, delete, their scopes and roles."""

from __future__ import annotations

import gzip
import json
import re
import time
from typing import Any

import pytest

from accsyn.compiler import CompiledQuery
from accsyn.local import Workspace
from accsyn.workspace import searching
from accsyn.workspace.guarding import MOST_STEPS, worst
from accsyn.workspace.protocol import EVENT, LOGIN, Request
from tests.workspace.calls import Caller, Refused, account, body_of


@pytest.fixture
def admin(ws: Workspace) -> Caller:
    """The admin."""
    return Caller(ws)


@pytest.fixture
def lisa(ws: Workspace) -> Caller:
    """An employee without any access."""
    return Caller(ws, "lisa@example.com", "employee")


@pytest.fixture
def bob(ws: Workspace) -> Caller:
    """A standard user."""
    return Caller(ws, "bob@example.com", "standard")


# ---- protocol


@pytest.mark.parametrize(
    ("request_", "status", "text"),
    [
        (Request("GET", "/nothing"), 404, "nothing at"),
        (Request("PUT", LOGIN, None, {}, b"{}"), 401, "account"),
        (Request("PUT", LOGIN, None, {"Authorization": "basic %:%", "X-Accsyn-Workspace": "local"}), 401, "read"),
        (Request("PUT", LOGIN, None, account("x", "y", "local")), 401, "wrong"),
        (Request("PUT", LOGIN, None, account("x", "y", "other")), 401, "workspace"),
        (Request("PUT", EVENT, None, {}, b"[" * 100_000), 400, "no JSON"),
        (Request("PUT", EVENT, None, {}, b"[]"), 400, "no event"),
        (Request("GET", EVENT, "%7B%22uri%22:%20%22x%22,%22id%22:1%7D"), 400, "text"),
        (Request("PUT", EVENT, None, {}, b'{"uri": "x", "gz_data": "???"}'), 400, "decompressed"),
    ],
)
def test_what_is_no_request_is_refused(ws: Workspace, request_: Request, status: int, text: str) -> None:
    """Wrong paths, accounts and events get a message and a status, never an exception."""
    response = ws._backend.handle(request_)
    assert response.status == status
    assert text in json.loads(response.body)["message"]


def test_a_bomb_is_not_unpacked(ws: Workspace, admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compressed data count by what they hold."""
    import base64

    monkeypatch.setattr("accsyn.workspace.protocol.LARGEST_REQUEST", 10_000)
    packed = base64.b64encode(gzip.compress(b" " * 20_000)).decode()
    body = json.dumps({"uri": "queue/create", "session": admin.session, "gz_data": packed}).encode()
    with pytest.raises(Refused, match="larger than 10000"):
        body_of(ws._backend.handle(Request("POST", EVENT, None, admin.headers, body)))


def test_a_session_belongs_to_its_user(ws: Workspace, admin: Caller, lisa: Caller) -> None:
    """Another's session and one that has ended are refused with 401."""
    lisa.session = admin.session
    with pytest.raises(Refused, match="expired") as caught:
        lisa.find("user")
    assert caught.value.status == 401


@pytest.mark.parametrize(
    ("method", "uri"), [("GET", "transfer/steal"), ("PATCH", "user/find"), ("PUT", "a/b/c/d"), ("GET", "nothing/find")]
)
def test_unknown_operations_are_refused_by_name(admin: Caller, method: str, uri: str) -> None:
    """The message names the operation, or the entity type that is unknown."""
    with pytest.raises(Refused, match=r"there is no (operation|entity type)|no event"):
        admin.ask(method, uri)


# ---- find


def test_scopes(ws: Workspace, admin: Caller) -> None:
    """Live ones without flags, finished with finished, after 14 days only with archived; by id always."""
    job = admin.create("compute", name="render")
    assert admin.codes("compute") == ["render"]
    admin.ask("PUT", "compute/edit", {"status": "done"}, None, job["id"])
    assert admin.codes("compute") == []
    assert admin.codes("compute", finished=True) == ["render"]
    assert admin.codes("compute", "name=render", single_entity_query=True) == ["render"]
    ws.advance(days=15)
    assert admin.codes("compute", finished=True) == []
    assert admin.codes("compute", archived=True) == ["render"]
    assert admin.codes("compute", archived=True, finished=True) == ["render"]
    assert [one["id"] for one in admin.find("Compute", None, job["id"])] == [job["id"]]


def test_options_apply_after_the_filter(admin: Caller) -> None:
    """skip, limit and attributes, in the order of creation."""
    for code in ("c", "a", "b"):
        admin.create("queue", code=code, priority=7)
    assert admin.find("queue", "priority=7", attributes=["CODE"], skip=1, limit=1) == [{"code": "a"}]
    with pytest.raises(Refused, match="limit"):
        admin.find("queue", limit=-1)
    with pytest.raises(Refused, match="attributes"):
        admin.find("queue", attributes="code")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("code=high", ["high"]),
        ("CODE='HIGH'", ["high"]),
        ("code=*i*", ["medium", "high"]),
        ("code=low or code=high", ["low", "high"]),
        ("code=none", []),
        ("priority>250 and code!=high", ["medium"]),
        ("queue WHERE default=true", ["medium"]),
        ("code matches '^m'", ["medium"]),
    ],
)
def test_conditions(admin: Caller, query: str, codes: list[str]) -> None:
    """The project's evaluator answers, with an index or without."""
    assert admin.codes("queue", query) == codes


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("code=", "value is missing"),
        ("user WHERE code=x", "query for user was sent to queue"),
        ("priority=large", "priority"),
        ("code matches '(a+)+$'", "for ever"),
        ("code matches '" + "a" * 1001 + "'", "characters"),
        ("code=" + "a" * 200_001, "characters"),
    ],
)
def test_bad_conditions_are_refused(admin: Caller, query: str, text: str) -> None:
    """With the compiler's own words; patterns that could hang are not tried."""
    with pytest.raises(Refused, match=text):
        admin.codes("queue", query)


@pytest.mark.parametrize("has_re2", [True, False])
def test_a_slow_pattern_does_not_keep_it_busy(admin: Caller, monkeypatch: pytest.MonkeyPatch, has_re2: bool) -> None:
    """RE2 takes it in linear time; without RE2 the steps are counted before it is tried, texts as long as there are."""
    if has_re2:
        pytest.importorskip("re2")
    else:
        guard = CompiledQuery.guarded
        monkeypatch.setattr(CompiledQuery, "guarded", lambda _: (_ for _ in ()).throw(ImportError("re2")))
        assert guard is not CompiledQuery.guarded
    admin.create("queue", code="long", description="a" * 2_000)
    began = time.perf_counter()
    for pattern in (".*.*x", "a*a*a*a*x", ".*.*.*.*.*.*.*x", "(a?){30}a{30}y"):
        query = f"description matches '{pattern}'"
        if has_re2:
            assert admin.codes("queue", query) == []
        else:
            with pytest.raises(Refused, match=r"too long|for ever"):
                admin.codes("queue", query)
    assert admin.codes("queue", "description matches '^a+$'") == ["long"]
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(("pattern", "longest"), [(".*x", 5_000), (".*.*x", 400)])
def test_steps_are_counted_for_the_worst(pattern: str, longest: int) -> None:
    """A search takes no longer than so many steps allow, on a text made for it; what is let through takes seconds."""
    compiled = re.compile(pattern, re.IGNORECASE)
    began = time.process_time()
    assert compiled.search("a" * longest) is None
    seconds = time.process_time() - began
    assert seconds * MOST_STEPS / worst(pattern, longest) < 20


@pytest.mark.parametrize(
    ("pattern", "steps"),
    [
        ("abc", 100),
        ("^v[0-9]{3}[.](jpg|exr)$", 200),
        (".*x", 100**2 / 2),
        ("(a*){3}", 100**4 / 24),
        ("[a-z*+?()|]{1,3}x", 300),
        ("(a?){30}a{30}", 2**30 * 100),
        ("(a|a){30}", 2**30 * 100),
        ("(a{0,9}){200}", 1e20),
        ("a*" * 99, 1e18),
    ],
)
def test_ways_are_multiplied(pattern: str, steps: float) -> None:
    """Of alternatives, optional parts and repetitions, as if all of them fitted everywhere."""
    assert worst(pattern, 100) == pytest.approx(steps)


def test_evaluation_has_a_time_limit(admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that takes too long ends."""
    monkeypatch.setattr(searching, "SECONDS", -1.0)
    with pytest.raises(Refused, match="takes too long"):
        admin.codes("queue", "code=*")


def test_references_are_found_in_every_form(ws: Workspace, admin: Caller, lisa: Caller) -> None:
    """By id, by code and with the type; and after a change of the code by the new one."""
    lisa.create("compute", name="render")
    ident = lisa.record["id"]
    for query in (f"user={ident}", "user=lisa@example.com", "user=user:lisa@example.com"):
        assert admin.codes("compute", query) == ["render"]
    admin.ask("PUT", "user/edit", {"code": "liz@example.com"}, None, ident)
    assert admin.codes("compute", "user=liz@example.com") == ["render"]
    assert admin.codes("compute", "user=lisa@example.com") == []


# ---- writing


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("queue", {}, "code or a name"),
        ("queue", {"code": "HIGH"}, "already"),
        ("queue", {"code": "q", "priority": -1}, "priority is -1"),
        ("queue", {"code": "q", "priority": "x"}, "is a number"),
        ("queue", {"code": "q", "default": 1}, "true or false"),
        ("queue", {"code": "q", "metadata": 1}, "is an object"),
        ("queue", {"code": "q", "status": "gone"}, "only to waiting, paused"),
        ("queue", {"code": "q", "id": "1"}, "workspace alone"),
        ("queue", {"code": 5}, "code is text"),
        ("queue", {"code": "q", "_secret": 1}, "no name"),
        ("queue", {"code": "q", "description": 7}, "is text"),
        ("user", {"code": "nobody"}, "e-mail"),
        ("transfer", {}, "source and a destination"),
        ("transfer", {"source": "share=projects/a"}, "source and a destination"),
        ("transfer", {"source": "share=projects/a", "destination": "/x"}, "no client online"),
        ("transfer", {"source": "share=none/a", "destination": "share=projects/b"}, "no share 'none'"),
        ("transfer", {"source": "x@y.z:a", "destination": "share=projects/b"}, "no user 'x@y.z'"),
        ("compute", {"queue": "none", "name": "x"}, "no queue 'none'"),
        ("compute", {"status": "done", "name": "x"}, "not created done"),
        ("acl", {"entity": "user:x@y.z", "target": "share:projects"}, "not both false"),
        ("volume", {"code": "v", "path": "/etc"}, "beneath"),
        ("folder", {"code": "f", "path": "../x"}, "leads out"),
        ("task", {"tasks": []}, "id of an entity"),
    ],
)
def test_bad_data_is_refused_and_nothing_is_written(
    ws: Workspace, admin: Caller, name: str, data: dict[str, Any], text: str
) -> None:
    """The message names what is wrong; the database is as before."""
    store = ws._backend.state.store
    before = {kind: store.count(kind) for kind in store.kinds() if store.count(kind)}
    with pytest.raises(Refused, match=text):
        admin.ask("POST", f"{name}/create", data)
    assert {kind: store.count(kind) for kind in store.kinds() if store.count(kind)} == before
    assert ws.check() == []


def test_only_one_default(admin: Caller) -> None:
    """A new default takes the place of the old one, which cannot be deleted while it is."""
    admin.create("queue", code="new", default=True)
    assert admin.codes("queue", "default=true") == ["new"]


def test_deleting_a_queue_moves_its_jobs(admin: Caller) -> None:
    """To the default queue, which itself stays."""
    queue = admin.create("queue", code="rush")
    admin.create("compute", name="render", queue="rush")
    assert admin.codes("compute", "queue=rush") == ["render"]
    admin.ask("DELETE", "queue/delete", None, None, queue["id"])
    assert admin.codes("compute", "queue=medium") == ["render"]
    with pytest.raises(Refused, match="default queue stays"):
        admin.ask("DELETE", "queue/delete", None, None, admin.find("queue", "code=medium")[0]["id"])


@pytest.mark.parametrize("code", ["hq", "roaming"])
def test_built_in_sites_stay(admin: Caller, code: str) -> None:
    """They cannot be deleted."""
    with pytest.raises(Refused, match="stay"):
        admin.ask("DELETE", "site/delete", None, None, code)


def test_users_go_and_come_back(ws: Workspace, admin: Caller, lisa: Caller) -> None:
    """Deactivating takes home and ACLs offline; inviting again brings them back; deleting aborts the jobs."""
    admin.create("home", code="lisa", user="lisa@example.com")
    admin.create("acl", entity="user:lisa@example.com", target="share:projects", read=True)
    lisa.create("compute", name="render")
    admin.ask("DELETE", "user/deactivate", {}, None, "lisa@example.com")
    assert admin.codes("user", "code=lisa@example.com") == []
    assert (admin.codes("home"), admin.codes("home", inactive=True), admin.find("acl")) == ([], ["lisa"], [])
    with pytest.raises(Refused, match="disabled"):
        lisa.find("user")
    admin.create("user", code="LISA@example.com")
    assert admin.codes("home") == ["lisa"]
    assert len(admin.find("acl")) == 1
    admin.ask("DELETE", "user/delete", None, None, lisa.record["id"])
    assert admin.find("compute", finished=True)[0]["status"] == "aborted"
    with pytest.raises(Refused, match="last admin"):
        admin.ask("DELETE", "user/delete", None, None, admin.record["id"])


def test_shares_take_their_acls_along(admin: Caller, bob: Caller) -> None:
    """Deactivated with their ACLs, activated with them, deleted with them; the files stay on disk."""
    folder = admin.create("folder", code="film")
    admin.create("acl", entity="user:bob@example.com", target=f"share:{folder['id']}", read=True)
    assert bob.codes("folder") == ["film"]
    admin.ask("DELETE", "folder/deactivate", {}, None, folder["id"])
    assert bob.codes("folder", inactive=True) == []
    assert admin.find("folder", inactive=True)[0]["status"] == "offline"
    admin.ask("POST", "folder/activate", {}, "film")
    assert bob.codes("folder") == ["film"]
    real = admin.ws.volume() / "film"
    admin.ask("DELETE", "folder/delete", None, None, folder["id"])
    assert admin.find("acl") == []
    assert real.is_dir()


# ---- roles


def test_what_each_role_sees(admin: Caller, lisa: Caller, bob: Caller) -> None:
    """Employees see the configuration, themselves and standard users; standard users themselves and what is shared."""
    assert lisa.codes("user") == ["lisa@example.com", "bob@example.com"]
    assert bob.codes("user") == ["bob@example.com"]
    assert (lisa.codes("volume"), bob.codes("volume")) == (["projects"], [])
    assert len(lisa.codes("queue")) == 3
    assert bob.codes("queue") == []
    assert bob.find("user", None, admin.record["id"]) == []


def test_standard_users_see_their_jobs_and_deliveries(ws: Workspace, admin: Caller, bob: Caller) -> None:
    """What they receive and what they take part in, with its tasks."""
    (ws.volume() / "a.mov").write_bytes(b"a")
    ws.client("bob@example.com")
    admin.create("transfer", source="share=projects/a.mov", destination="bob@example.com")
    delivery = admin.create("delivery", name="d", tasks=["share=projects/a.mov"], recipients=["bob@example.com"])
    admin.create("delivery", name="other", tasks=["share=projects/a.mov"])
    assert delivery["status"] == "waiting"
    assert bob.codes("transfer") == ["a.mov"]
    assert bob.codes("delivery") == ["d"]
    assert len(bob.find("task")) == 2
    with pytest.raises(Refused, match="not yours"):
        bob.ask("PUT", "transfer/edit", {"status": "aborted"}, None, bob.find("transfer")[0]["id"])


@pytest.mark.parametrize("name", ["volume", "queue", "site", "server"])
def test_configuration_is_written_by_admins_alone(lisa: Caller, bob: Caller, name: str) -> None:
    """Everybody else gets an error with a message."""
    for caller in (lisa, bob):
        with pytest.raises(Refused, match="only admins") as caught:
            caller.create(name, code="x")
        assert caught.value.status == 403


def test_standard_users_create_no_shares_and_no_users(bob: Caller) -> None:
    """Nor do they grant access."""
    for name in ("folder", "home", "collection", "user", "acl"):
        with pytest.raises(Refused, match="standard users"):
            bob.create(name, code="x")


def test_only_admins_give_roles(lisa: Caller, bob: Caller) -> None:
    """Neither at the invitation nor later; a user changes the own name."""
    with pytest.raises(Refused, match="give roles"):
        lisa.create("user", code="new@example.com", role="admin")
    with pytest.raises(Refused, match="change roles"):
        lisa.ask("PUT", "user/edit", {"role": "admin"}, None, lisa.record["id"])
    assert bob.ask("PUT", "user/edit", {"name": "Bobby"}, None, bob.record["id"])[0]["name"] == "Bobby"


def test_an_acl_is_updated_in_place(admin: Caller, lisa: Caller) -> None:
    """Granting again changes the one there is."""
    first = admin.create("acl", entity="user:lisa@example.com", target="share:projects", read=True, write=True)
    second = admin.create("acl", entity=f"user:{lisa.record['id']}", target="share:projects", read=True, write=False)
    assert (second["id"], second["write"]) == (first["id"], False)
    query = f"acl WHERE target=share:{first['target'][6:]} AND entity=user:*"
    assert [one["id"] for one in admin.find("acl", query)] == [first["id"]]


def test_settings_are_inherited(admin: Caller, bob: Caller) -> None:
    """From the workspace to the queue to the job, when asked for; admins set them."""
    queue = admin.find("queue", "default=true")[0]
    job = admin.create("compute", name="render")
    scopes = (("workspace", None), ("queue", queue["id"]), ("job", job["id"]))
    for level, (name, ident) in enumerate(scopes):
        admin.ask("PUT", "setting", {"entitytype": name, "name": f"s{level}", "value": str(level)}, None, ident)
        admin.ask("PUT", "setting", {"entitytype": name, "name": "same", "value": str(level)}, None, ident)
    own = {"entitytype": "job", "upstream": False}
    assert admin.ask("GET", "setting", own, None, job["id"]) == {"s2": "2", "same": "2"}
    merged = admin.ask("GET", "setting", {**own, "upstream": True}, None, job["id"])
    assert merged == {"s0": "0", "s1": "1", "s2": "2", "same": "2"}
    with pytest.raises(Refused, match="only admins"):
        bob.ask("PUT", "setting", {"entitytype": "workspace", "name": "a", "value": "b"})
    with pytest.raises(Refused, match="no setting"):
        admin.ask("DELETE", "setting", {"entitytype": "workspace", "name": "none"})
    with pytest.raises(Refused, match="both text"):
        admin.ask("PUT", "setting", {"entitytype": "workspace", "name": "a", "value": 1})


def test_logs_have_pages(admin: Caller, bob: Caller) -> None:
    """By date, in either direction, a page at a time."""
    for number in range(5):
        admin.create("compute", name=f"job {number}")
    found = admin.ask("GET", "log/find", {"sort_reverse": True, "search": "JOB", "pagination": {"limit": 2, "page": 2}})
    assert len(found) == 2
    with pytest.raises(Refused, match="not negative"):
        admin.ask("GET", "log/find", {"pagination": {"limit": -1}})
    with pytest.raises(Refused, match="standard users"):
        bob.ask("GET", "log/find", {})
