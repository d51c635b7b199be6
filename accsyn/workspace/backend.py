"""The local workspace as one object: requests go in, responses come out, time passes."""

from __future__ import annotations

import random
import secrets
import shutil
import socket
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from accsyn.workspace import places, protocol, references
from accsyn.workspace.clock import Clock
from accsyn.workspace.faults import Fault, Faults
from accsyn.workspace.journal import Entry, Journal
from accsyn.workspace.protocol import HttpRequest, Incoming, Response
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import State
from accsyn.workspace.store import Record, Store
from accsyn.workspace.transfers import RATE, Worker

DATABASE = "workspace.sqlite"
ADMIN = "admin@example.com"


class Backend:
    """A workspace with everything in it.

    Args:
        folder: Where its records and files lie; None for a folder that goes with it.
        code: The code of a new workspace.
        clock: The time; the machine's if not given.
        seed: Makes ids come out the same each time; None for ids that nobody can guess.
        rate: Bytes a second that transfers copy.
        allowed_folders: Where volumes may lie beside `folder`.
        sleep: Waits, for faults that delay.

    Raises:
        ConfigurationError: The folder's database cannot be opened.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        code: str = "local",
        clock: Clock | None = None,
        seed: int | None = None,
        rate: float = RATE,
        allowed_folders: tuple[Path, ...] = (),
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._temporary = tempfile.mkdtemp(prefix="accsyn-") if folder is None else None
        root = Path(folder or self._temporary or "")
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        store = Store(None if folder is None else root / DATABASE)
        # What is in the database already goes into the seed: the ids of the first time must not come again.
        used = store.sequence
        chance = (
            random.SystemRandom() if seed is None else random.Random(f"{seed}:{used}" if used else seed)  # noqa: S311 - ids that can be repeated
        )
        if store.path is not None:
            store.path.chmod(0o600)
        self.state = State(store, Clock() if clock is None else clock, root, chance)
        self.state.allowed_folders = allowed_folders
        self.faults = Faults(seed or 0)
        self.requests = Journal()
        self.worker = Worker(self.state, rate)
        self._sleep = sleep
        if not store.count("workspace"):
            self._begin(code)
        self.worker.recover()
        if any(job["status"] in ("init", "waiting") for job in store.all("transfer")):
            self.worker.wake()

    def _begin(self, code: str) -> None:
        """What every workspace has from its first moment."""
        now = self.state.clock.text()
        with self.state.store.transaction():
            self._put("workspace", code, name=code, status="enabled")
            for name, priority in (("low", 250), ("medium", 500), ("high", 750)):
                is_default = name == "medium"
                self._put(
                    "queue", name, priority=priority, status="waiting", default=is_default, compute_default=is_default
                )
            self._put("site", "hq", accsyn=True, main=True, status="enabled")
            self._put("site", "roaming", accsyn=True, main=False, status="enabled")
            admin = self._put("user", ADMIN, role="admin", status="enabled", logged_in=None)
            self._give_key(admin)
            ident = self.state.new_id()
            path = self.state.folder / "volumes" / ident
            path.mkdir(parents=True)
            self._put("volume", "projects", id=ident, path=str(path), default=True, status="enabled", licensed=True)
            self.state.log(f"workspace {code!r} created at {now}")

    def _put(self, kind: str, code: str, **others: object) -> Record:
        now = self.state.clock.text()
        ident = self.state.new_id()
        common: Record = {"id": ident, "code": code, "name": code.partition("@")[0], "created": now, "modified": now}
        record: Record = {**common, "description": "", "metadata": {}, "inactive": False, **others}
        return references.save(self.state, kind, record)

    def _give_key(self, user: Record) -> str:
        key = secrets.token_urlsafe(24)
        self.state.store.put("_key", {"id": user["id"], "key": key})
        return key

    # ---- accounts

    def user(self, code: str, role: str = "standard") -> Record:
        """The user of an e-mail, a new one of that role if there is none."""
        found = self.state.store.by_code("user", code)
        if found is not None:
            return found
        with self.state.store.transaction():
            return self._put("user", code, role=role, status="enabled", logged_in=None)

    def api_key(self, code: str = ADMIN) -> str:
        """The API key of a user, made when it is first asked for.

        Raises:
            KeyError: There is no such user.
        """
        user = self.state.store.by_code("user", code)
        if user is None:
            raise KeyError(code)
        found = self.state.store.get("_key", user["id"])
        if found is not None:
            return str(found["key"])
        with self.state.store.transaction():
            return self._give_key(user)

    def client(self, code: str = ADMIN, hostname: str | None = None) -> Path:
        """The directory that stands for the disk of a user's computer.

        If no client of the user is online, an app on this machine is from now on.

        Args:
            code: The user's e-mail.
            hostname: The name of the computer; this machine's if not given.
        """
        user = self.user(code)
        try:
            found = places.client_of(self.state, user, user)
        except Refusal:
            with self.state.store.transaction():
                found = self._put(
                    "client",
                    hostname or socket.gethostname(),
                    type=0,
                    user=user["id"],
                    status="online",
                    os="linux",
                    roles=[],
                )
        folder = places.disk_of(self.state, found)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def volume(self, code: str = "projects") -> Path:
        """The directory of a volume.

        Raises:
            KeyError: There is no such volume.
        """
        found = self.state.store.by_code("volume", code)
        if found is None:
            raise KeyError(code)
        return Path(found["path"])

    # ---- time

    def advance(self, **by: float) -> None:
        """Let time pass: ``advance(days=15)``; the arguments are those of `timedelta`. Transfers go on meanwhile."""
        self.state.clock.advance(timedelta(**by))
        self.worker.tick()

    # ---- requests

    def handle(self, request: HttpRequest) -> Response:
        """Answer a request. May be called by several threads. What goes wrong is in the answer, never an exception."""
        began = time.perf_counter()
        event, user = Incoming("", "", None, None, None), ""
        try:
            response, event, user = self._handled(request)
        except Refusal as refusal:
            response = protocol.refused(refusal)
            if isinstance(refusal.about, tuple):
                event, user = refusal.about
        except Exception:
            response = protocol.answer({"exception": traceback.format_exc(limit=-3)}, 500)
        self.requests.add(
            Entry(
                request.method,
                event.uri,
                event.data,
                event.query,
                event.entity_id,
                user,
                response.status,
                _message(response),
                time.perf_counter() - began,
            )
        )
        return response

    def _handled(self, request: HttpRequest) -> tuple[Response, Incoming, str]:
        path = protocol.path_of(request).partition("?")[0]
        name = protocol.AROUND.get((request.method, path))
        if path != protocol.EVENT and name is None:
            raise Refusal(f"there is nothing at {path[:100]!r}", 404)
        event = protocol.read_event(request) if name is None else Incoming(name, "", None, None, None)
        user = ""
        try:
            fault = self.faults.next(event.uri)
            broken = None if fault is None else self._suffer(fault, event)
            if broken is not None:
                return broken, event, user
            if name == "registry":
                response = protocol.registry(self.state, request)
            else:
                account = protocol.account(self.state, request)
                user = account["code"]
                if name == "login":
                    response = protocol.login(self.state, request)
                else:
                    response = protocol.carry_out(self.state, account, request.method, event)
                    if request.method != "GET":
                        self._go_on()
            if fault is not None and fault.drop == "after":
                response = Response(0)
        except Refusal as refusal:
            refusal.about = (event, user)
            raise
        return response, event, user

    def _go_on(self) -> None:
        """After a write: let the worker look, if there is a transfer that can move."""
        if not self.state.clock.is_frozen and any(
            job["status"] in ("init", "waiting", "running") for job in self.state.store.all("transfer")
        ):
            self.worker.wake()

    def _suffer(self, fault: Fault, event: Incoming) -> Response | None:
        """What a fault does before the operation; None where it goes on."""
        if fault.delay:
            self._sleep(fault.delay)
        if fault.expire and event.session:
            with self.state.store.transaction():
                self.state.store.remove("_session", protocol.digest(event.session))
        if fault.drop == "before":
            return Response(0)
        if fault.status is not None:
            raise Refusal(fault.message, fault.status, fault.retry_after)
        return None

    def close(self) -> None:
        """End the worker, close the database; a temporary folder goes."""
        self.worker.stop()
        self.state.store.close()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)


def _message(response: Response) -> str:
    """What an answer says went wrong."""
    if response.status < 400:
        return ""
    return response.body.decode("ascii", "replace")[:500]
