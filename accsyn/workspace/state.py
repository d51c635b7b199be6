"""What every operation works on: the records, the clock, the folders on disk."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

from accsyn.schema.builtin import builtin_schema
from accsyn.schema.model import EntityType, Schema
from accsyn.workspace.clock import Clock
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.store import Record, Store

JOBS = ("transfer", "compute", "delivery", "request", "stream")
PACKAGES = ("delivery", "request", "stream")
SHARES = ("volume", "folder", "home", "collection")
MOST_LOG_ENTRIES = 10_000


class State:
    """A workspace's records, clock and folders.

    Args:
        store: The records.
        clock: The time.
        folder: Where volumes, sites and clients have their files.
        chance: Where ids come from.

    Attributes:
        allowed_folders: Where a volume may lie beside `folder`.
    """

    def __init__(self, store: Store, clock: Clock, folder: Path, chance: random.Random) -> None:
        self.store = store
        self.clock = clock
        self.folder = folder
        self.chance = chance
        self.schema: Schema = builtin_schema()
        self.allowed_folders: tuple[Path, ...] = ()

    def new_id(self) -> str:
        """An identifier of 24 hexadecimal digits."""
        return f"{self.chance.getrandbits(96):024x}"

    def new_uuid(self) -> str:
        """An identifier as tasks and files have it."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    @property
    def workspace(self) -> Record:
        """The workspace itself."""
        return self.store.all("workspace")[0]

    def default(self, kind: str, flag: str = "default") -> Record | None:
        """The default volume or queue, the main site."""
        return next((record for record in self.store.all(kind) if record.get(flag)), None)

    def entity_type(self, name: object) -> EntityType:
        """The entity type of that name, in any case.

        Raises:
            Refusal: There is none.
        """
        found = self.schema.entity_type(str(name).strip())
        if found is None:
            raise Refusal(f"there is no entity type {str(name)[:100]!r}", 404)
        return found

    def record(self, kinds: tuple[str, ...], ident: object) -> tuple[str, Record] | None:
        """Kind and record of an id or a code, among some kinds."""
        for kind in kinds:
            found = self.store.get(kind, ident)
            if found is not None:
                return kind, found
        for kind in kinds:
            found = self.store.by_code(kind, ident)
            if found is not None:
                return kind, found
        return None

    def log(
        self, message: str, *, level: str = "info", entitytype: str = "workspace", ident: str | None = None
    ) -> None:
        """Note what happened. The oldest entries go when there are `MOST_LOG_ENTRIES`."""
        entry = {
            "id": self.new_id(),
            "date": self.clock.text(),
            "level": level,
            "message": message,
            "entitytype": entitytype,
            "entityid": ident,
        }
        self.store.put("_log", entry)
        if self.store.count("_log") > MOST_LOG_ENTRIES:
            for old in self.store.all("_log")[: MOST_LOG_ENTRIES // 10]:
                self.store.remove("_log", old["id"])


def storage_kind(name: str) -> str:
    """The kind under which records of an entity type are kept."""
    return "client" if name in CLIENT_TYPES else name


CLIENT_TYPES = frozenset({"client", "app", "server", "userserver", "browser", "lane"})


def family(name: str) -> tuple[str, ...]:
    """The kinds among which an id is looked up: ``share`` is any share, ``job`` any job."""
    if name in ("share", "workarea"):
        return SHARES
    if name == "job":
        return JOBS
    return (storage_kind(name),)
