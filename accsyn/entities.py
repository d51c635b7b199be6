"""The entity types, as classes: ``Transfer.where(Transfer.status == "failed")``.

Generated from the built-in schema by `python -m accsyn.builder.generate`; do not edit.
"""

from __future__ import annotations

from typing import Literal, get_args

from accsyn.builder.entity import Entity
from accsyn.builder.kinds import (
    BooleanAttribute,
    EnumAttribute,
    IdAttribute,
    IntegerAttribute,
    MetadataAttribute,
    NumberAttribute,
    ObjectAttribute,
    ReferenceAttribute,
    TextAttribute,
    TimestampAttribute,
    UntypedAttribute,
    later,
)

ACLTargetParentStatus = Literal[
    "enabled",
    "disabled",
    "offline",
    "disabled-offline",
    "waiting",
    "paused",
    "init",
    "pending",
    "running",
    "failed",
    "aborted",
    "done",
]

AppOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

AppStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

BrowserOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

BrowserStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

ClientOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

ClientStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

CollectionStatus = Literal["enabled", "disabled", "offline", "disabled-offline"]

ComputeStatus = Literal["init", "waiting", "running", "paused", "failed", "aborted", "done"]

DeliveryStatus = Literal["init", "pending", "waiting", "running", "paused", "failed", "aborted", "done"]

FolderStatus = Literal["enabled", "disabled", "offline", "disabled-offline"]

HomeStatus = Literal["enabled", "disabled", "offline", "disabled-offline"]

LaneOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

LaneStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

QueueStatus = Literal["waiting", "paused"]

RequestStatus = Literal["init", "pending", "waiting", "running", "paused", "failed", "aborted", "done"]

ServerOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

ServerStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

SiteStatus = Literal["enabled", "disabled"]

StreamStatus = Literal["init", "pending", "waiting", "running", "paused", "failed", "aborted", "done"]

TaskJobStatus = Literal["init", "waiting", "running", "paused", "failed", "aborted", "done", "pending"]

TaskStatus = Literal["pending", "queued", "booting", "executing", "failed", "onhold", "excluded", "done"]

TransferParentStatus = Literal["waiting", "paused", "init", "pending", "running", "failed", "aborted", "done"]

TransferStatus = Literal["init", "waiting", "running", "paused", "failed", "aborted", "done"]

UserRole = Literal["admin", "employee", "standard"]

UserServerOs = Literal["windows", "linux", "mac", "raspbian", "solaris"]

UserServerStatus = Literal["init", "online", "offline", "disabled", "disabled-offline", "enabled"]

UserStatus = Literal["enabled", "disabled"]

VolumeStatus = Literal["enabled", "disabled", "offline", "disabled-offline"]


class QueueReference(ReferenceAttribute):
    """A reference to Queue."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    priority: IntegerAttribute = IntegerAttribute()
    """From 0 to 1000; the jobs of the queue inherit it."""
    status: EnumAttribute[QueueStatus] = EnumAttribute(get_args(QueueStatus))
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default queue, which cannot be deleted."""
    compute_default: BooleanAttribute = BooleanAttribute()
    uri: TextAttribute = TextAttribute()
    parent: QueueReference = later("QueueReference")
    user: UserReference = later("UserReference")


class UserReference(ReferenceAttribute):
    """A reference to User."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """E-mail address; unique, compared without case."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    role: EnumAttribute[UserRole] = EnumAttribute(get_args(UserRole))
    """What the user may do; only admins change it."""
    status: EnumAttribute[UserStatus] = EnumAttribute(get_args(UserStatus))
    """A disabled user cannot log in."""
    logged_in: TimestampAttribute = TimestampAttribute()
    """When the user logged in."""
    queue: QueueReference = later("QueueReference")


class TransferSourceReference(ReferenceAttribute):
    """A reference to Workspace or Site or User or Client or Volume or Folder or Collection or Home."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    status: UntypedAttribute = UntypedAttribute()
    accsyn: BooleanAttribute = BooleanAttribute()
    main: BooleanAttribute = BooleanAttribute()
    """Whether it is the main site, which cannot be deleted."""
    role: EnumAttribute[UserRole] = EnumAttribute(get_args(UserRole))
    """What the user may do; only admins change it."""
    logged_in: TimestampAttribute = TimestampAttribute()
    """When the user logged in."""
    queue: QueueReference = later("QueueReference")
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[ClientOs] = EnumAttribute(get_args(ClientOs))
    """Operating system."""
    parent: TransferSourceParentReference = later("TransferSourceParentReference")
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = later("SiteReference")
    """Site it stands at."""
    type: UntypedAttribute = UntypedAttribute()
    user: UserReference = later("UserReference")
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()
    email: TextAttribute = TextAttribute()
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default volume."""
    licensed: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    paths: TransferSourcePathsObject = later("TransferSourcePathsObject")
    """The directory as each operating system sees it."""


class TransferSourceParentReference(ReferenceAttribute):
    """A reference to Client or Volume."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[ClientOs] = EnumAttribute(get_args(ClientOs))
    """Operating system."""
    parent: ClientReference = later("ClientReference")
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = later("SiteReference")
    """Site it stands at."""
    status: EnumAttribute[ClientStatus] = EnumAttribute(get_args(ClientStatus))
    type: UntypedAttribute = UntypedAttribute()
    user: UserReference = later("UserReference")
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    queue: QueueReference = later("QueueReference")
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default volume."""
    licensed: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    """Directory on the storage."""
    paths: TransferSourceParentPathsObject = later("TransferSourceParentPathsObject")
    """The directory as each operating system sees it."""


class ClientReference(ReferenceAttribute):
    """A reference to Client."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[ClientOs] = EnumAttribute(get_args(ClientOs))
    """Operating system."""
    parent: ClientReference = later("ClientReference")
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = later("SiteReference")
    """Site it stands at."""
    status: EnumAttribute[ClientStatus] = EnumAttribute(get_args(ClientStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = later("UserReference")
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class SiteReference(ReferenceAttribute):
    """A reference to Site."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    accsyn: BooleanAttribute = BooleanAttribute()
    main: BooleanAttribute = BooleanAttribute()
    """Whether it is the main site, which cannot be deleted."""
    status: EnumAttribute[SiteStatus] = EnumAttribute(get_args(SiteStatus))


class TransferSourceParentPathsObject(ObjectAttribute):
    """The directory as each operating system sees it."""

    __slots__ = ()

    linux: TextAttribute = TextAttribute()
    mac: TextAttribute = TextAttribute()
    windows: TextAttribute = TextAttribute()
    linux_vpn: TextAttribute = TextAttribute()
    mac_vpn: TextAttribute = TextAttribute()
    windows_vpn: TextAttribute = TextAttribute()


class TransferSourcePathsObject(ObjectAttribute):
    """The directory as each operating system sees it."""

    __slots__ = ()

    linux: TextAttribute = TextAttribute()
    mac: TextAttribute = TextAttribute()
    windows: TextAttribute = TextAttribute()
    linux_vpn: TextAttribute = TextAttribute()
    mac_vpn: TextAttribute = TextAttribute()
    windows_vpn: TextAttribute = TextAttribute()


class TransferParentReference(ReferenceAttribute):
    """A reference to Queue or Delivery or Request or Stream."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    priority: IntegerAttribute = IntegerAttribute()
    """From 0 to 1000; the jobs of the queue inherit it."""
    status: EnumAttribute[TransferParentStatus] = EnumAttribute(get_args(TransferParentStatus))
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default queue, which cannot be deleted."""
    compute_default: BooleanAttribute = BooleanAttribute()
    uri: TextAttribute = TextAttribute()
    parent: TransferParentReference = later("TransferParentReference")
    user: UserReference = later("UserReference")
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = later("TransferSourceReference")
    """Party the files come from."""
    destination: TransferSourceReference = later("TransferSourceReference")
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    queue: QueueReference = later("QueueReference")
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    public: BooleanAttribute = BooleanAttribute()


class EngineReference(ReferenceAttribute):
    """A reference to Engine."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    status: TextAttribute = TextAttribute()


class TaskJobReference(ReferenceAttribute):
    """A reference to Transfer or Compute or Delivery or Request or Stream."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = later("TransferSourceReference")
    """Party the files come from."""
    destination: TransferSourceReference = later("TransferSourceReference")
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = later("UserReference")
    """User it belongs to."""
    parent: TransferParentReference = later("TransferParentReference")
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = later("QueueReference")
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[TaskJobStatus] = EnumAttribute(get_args(TaskJobStatus))
    engine: EngineReference = later("EngineReference")
    """Compute engine that runs it."""
    input: TextAttribute = TextAttribute()
    output: TextAttribute = TextAttribute()
    range: TextAttribute = TextAttribute()
    filters: TextAttribute = TextAttribute()
    public: BooleanAttribute = BooleanAttribute()


class TaskSourceObject(ObjectAttribute):
    """Where the file comes from."""

    __slots__ = ()

    client: ClientReference = later("ClientReference")
    path: TextAttribute = TextAttribute()
    path_abs_final: TextAttribute = TextAttribute()
    v: VolumeReference = later("VolumeReference")
    s: TaskSourceSReference = later("TaskSourceSReference")
    user: UserReference = later("UserReference")
    site: SiteReference = later("SiteReference")


class VolumeReference(ReferenceAttribute):
    """A reference to Volume."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[VolumeStatus] = EnumAttribute(get_args(VolumeStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = later("QueueReference")
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default volume."""
    licensed: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    """Directory on the storage."""
    paths: VolumePathsObject = later("VolumePathsObject")
    """The directory as each operating system sees it."""
    type: TextAttribute = TextAttribute()


class VolumePathsObject(ObjectAttribute):
    """The directory as each operating system sees it."""

    __slots__ = ()

    linux: TextAttribute = TextAttribute()
    mac: TextAttribute = TextAttribute()
    windows: TextAttribute = TextAttribute()
    linux_vpn: TextAttribute = TextAttribute()
    mac_vpn: TextAttribute = TextAttribute()
    windows_vpn: TextAttribute = TextAttribute()


class TaskSourceSReference(ReferenceAttribute):
    """A reference to Folder or Collection or Home."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[VolumeStatus] = EnumAttribute(get_args(VolumeStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = later("QueueReference")
    parent: VolumeReference = later("VolumeReference")
    """Volume it lies on."""
    path: TextAttribute = TextAttribute()
    """Path, relative to the volume."""
    user: UserReference = later("UserReference")
    """User whose home it is."""


class TaskDestinationObject(ObjectAttribute):
    """Where the file goes."""

    __slots__ = ()

    client: ClientReference = later("ClientReference")
    path: TextAttribute = TextAttribute()
    path_abs_final: TextAttribute = TextAttribute()
    v: VolumeReference = later("VolumeReference")
    s: TaskSourceSReference = later("TaskSourceSReference")
    user: UserReference = later("UserReference")
    site: SiteReference = later("SiteReference")


class ACLTargetReference(ReferenceAttribute):
    """A reference to Folder or Volume or Home or Collection or Delivery or Workspace."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: UntypedAttribute = UntypedAttribute()
    queue: QueueReference = later("QueueReference")
    parent: ACLTargetParentReference = later("ACLTargetParentReference")
    path: TextAttribute = TextAttribute()
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default volume."""
    licensed: BooleanAttribute = BooleanAttribute()
    paths: ACLTargetPathsObject = later("ACLTargetPathsObject")
    """The directory as each operating system sees it."""
    type: UntypedAttribute = UntypedAttribute()
    user: UserReference = later("UserReference")
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = later("TransferSourceReference")
    """Party the files come from."""
    destination: TransferSourceReference = later("TransferSourceReference")
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    uri: TextAttribute = TextAttribute()
    public: BooleanAttribute = BooleanAttribute()


class ACLTargetParentReference(ReferenceAttribute):
    """A reference to Volume or Queue or Delivery or Request or Stream."""

    __slots__ = ()

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[ACLTargetParentStatus] = EnumAttribute(get_args(ACLTargetParentStatus))
    queue: QueueReference = later("QueueReference")
    default: BooleanAttribute = BooleanAttribute()
    licensed: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    """Directory on the storage."""
    paths: ACLTargetParentPathsObject = later("ACLTargetParentPathsObject")
    """The directory as each operating system sees it."""
    type: UntypedAttribute = UntypedAttribute()
    priority: IntegerAttribute = IntegerAttribute()
    """From 0 to 1000; the jobs of the queue inherit it."""
    compute_default: BooleanAttribute = BooleanAttribute()
    uri: TextAttribute = TextAttribute()
    parent: TransferParentReference = later("TransferParentReference")
    user: UserReference = later("UserReference")
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = later("TransferSourceReference")
    """Party the files come from."""
    destination: TransferSourceReference = later("TransferSourceReference")
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    public: BooleanAttribute = BooleanAttribute()


class ACLTargetParentPathsObject(ObjectAttribute):
    """The directory as each operating system sees it."""

    __slots__ = ()

    linux: TextAttribute = TextAttribute()
    mac: TextAttribute = TextAttribute()
    windows: TextAttribute = TextAttribute()
    linux_vpn: TextAttribute = TextAttribute()
    mac_vpn: TextAttribute = TextAttribute()
    windows_vpn: TextAttribute = TextAttribute()


class ACLTargetPathsObject(ObjectAttribute):
    """The directory as each operating system sees it."""

    __slots__ = ()

    linux: TextAttribute = TextAttribute()
    mac: TextAttribute = TextAttribute()
    windows: TextAttribute = TextAttribute()
    linux_vpn: TextAttribute = TextAttribute()
    mac_vpn: TextAttribute = TextAttribute()
    windows_vpn: TextAttribute = TextAttribute()


class User(Entity):
    """A person who interacts with accsyn."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """E-mail address; unique, compared without case."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    role: EnumAttribute[UserRole] = EnumAttribute(get_args(UserRole))
    """What the user may do; only admins change it."""
    status: EnumAttribute[UserStatus] = EnumAttribute(get_args(UserStatus))
    """A disabled user cannot log in."""
    logged_in: TimestampAttribute = TimestampAttribute()
    """When the user logged in."""
    queue: QueueReference = QueueReference()


class Workspace(Entity):
    """Global workspace settings."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    status: TextAttribute = TextAttribute()


class Queue(Entity):
    """Ordered list of jobs with a priority that its jobs inherit."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    priority: IntegerAttribute = IntegerAttribute()
    """From 0 to 1000; the jobs of the queue inherit it."""
    status: EnumAttribute[QueueStatus] = EnumAttribute(get_args(QueueStatus))
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default queue, which cannot be deleted."""
    compute_default: BooleanAttribute = BooleanAttribute()
    uri: TextAttribute = TextAttribute()
    parent: QueueReference = QueueReference()
    user: UserReference = UserReference()


class Transfer(Entity):
    """A file transfer job; each of its tasks is a file or folder to transfer."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = TransferSourceReference()
    """Party the files come from."""
    destination: TransferSourceReference = TransferSourceReference()
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = UserReference()
    """User it belongs to."""
    parent: TransferParentReference = TransferParentReference()
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = QueueReference()
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[TransferStatus] = EnumAttribute(get_args(TransferStatus))
    """State; a plain query leaves out the finished ones, aborted and done."""


class Compute(Entity):
    """A compute (render) job."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = TransferSourceReference()
    """Party the files come from."""
    destination: TransferSourceReference = TransferSourceReference()
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = UserReference()
    """User it belongs to."""
    parent: TransferParentReference = TransferParentReference()
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = QueueReference()
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[ComputeStatus] = EnumAttribute(get_args(ComputeStatus))
    """State; a plain query leaves out the finished ones, aborted and done."""
    engine: EngineReference = EngineReference()
    """Compute engine that runs it."""
    input: TextAttribute = TextAttribute()
    output: TextAttribute = TextAttribute()
    range: TextAttribute = TextAttribute()
    filters: TextAttribute = TextAttribute()


class Delivery(Entity):
    """A package of files and folders delivered to one or more recipients."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = TransferSourceReference()
    """Party the files come from."""
    destination: TransferSourceReference = TransferSourceReference()
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = UserReference()
    """User it belongs to."""
    parent: TransferParentReference = TransferParentReference()
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = QueueReference()
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[DeliveryStatus] = EnumAttribute(get_args(DeliveryStatus))
    """State; pending submits it, done ends it, aborted cancels it."""
    public: BooleanAttribute = BooleanAttribute()


class Request(Entity):
    """An upload request: files asked for from one or more senders."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = TransferSourceReference()
    """Party the files come from."""
    destination: TransferSourceReference = TransferSourceReference()
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = UserReference()
    """User it belongs to."""
    parent: TransferParentReference = TransferParentReference()
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = QueueReference()
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[RequestStatus] = EnumAttribute(get_args(RequestStatus))
    """State; pending submits it, done ends it, aborted cancels it."""
    public: BooleanAttribute = BooleanAttribute()


class Stream(Entity):
    """A delivery of one or more streamable media files."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    source: TransferSourceReference = TransferSourceReference()
    """Party the files come from."""
    destination: TransferSourceReference = TransferSourceReference()
    """Party the files go to."""
    etr: TextAttribute = TextAttribute()
    progress: IntegerAttribute = IntegerAttribute()
    """How far it has come, from 0 to 100."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes; measured while the status is init."""
    speed: NumberAttribute = NumberAttribute()
    """Speed in MB/s."""
    user: UserReference = UserReference()
    """User it belongs to."""
    parent: TransferParentReference = TransferParentReference()
    """Queue or job it belongs to."""
    uri: TextAttribute = TextAttribute()
    queue: QueueReference = QueueReference()
    """Queue it waits in; its priority is that of the queue."""
    type: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[StreamStatus] = EnumAttribute(get_args(StreamStatus))
    """State; pending submits it, done ends it, aborted cancels it."""
    public: BooleanAttribute = BooleanAttribute()


class Task(Entity):
    """A file or directory transferred, or a frame range computed, within a job."""

    id: IdAttribute = IdAttribute(form="uuid")
    """Identifier, given by the workspace."""
    uri: TextAttribute = TextAttribute()
    """Number of the task within its job: 0, 1, ..."""
    job: TaskJobReference = TaskJobReference()
    """Job it belongs to."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    finished: TimestampAttribute = TimestampAttribute()
    """When it finished."""
    priority: IntegerAttribute = IntegerAttribute()
    """From 0 to 1000."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes."""
    time: IntegerAttribute = IntegerAttribute()
    status: EnumAttribute[TaskStatus] = EnumAttribute(get_args(TaskStatus))
    """State; its job fails when it fails, and is done when every task is done or excluded."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    source: TaskSourceObject = TaskSourceObject()
    """Where the file comes from."""
    destination: TaskDestinationObject = TaskDestinationObject()
    """Where the file goes."""


class File(Entity):
    """A file of a collection."""

    id: IdAttribute = IdAttribute(form="uuid")
    """Identifier, given by the workspace."""
    path: TextAttribute = TextAttribute()
    """Path of the file."""
    size: IntegerAttribute = IntegerAttribute()
    """Size in bytes."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""


class Volume(Entity):
    """A directory, typically on a network volume, that accsyn serves files from."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[VolumeStatus] = EnumAttribute(get_args(VolumeStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = QueueReference()
    default: BooleanAttribute = BooleanAttribute()
    """Whether it is the default volume."""
    licensed: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    """Directory on the storage."""
    paths: VolumePathsObject = VolumePathsObject()
    """The directory as each operating system sees it."""
    type: TextAttribute = TextAttribute()


class Folder(Entity):
    """A shared sub-directory beneath a volume."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[FolderStatus] = EnumAttribute(get_args(FolderStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = QueueReference()
    parent: VolumeReference = VolumeReference()
    """Volume it lies on."""
    path: TextAttribute = TextAttribute()
    """Path, relative to the volume."""


class Home(Entity):
    """A user's own shared sub-directory beneath a volume."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[HomeStatus] = EnumAttribute(get_args(HomeStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = QueueReference()
    parent: VolumeReference = VolumeReference()
    """Volume it lies on."""
    path: TextAttribute = TextAttribute()
    """Path, relative to the volume."""
    user: UserReference = UserReference()
    """User whose home it is."""


class Collection(Entity):
    """A virtual shared folder of files and folders from any volumes."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code, unique among shares."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    email: TextAttribute = TextAttribute()
    status: EnumAttribute[CollectionStatus] = EnumAttribute(get_args(CollectionStatus))
    """State; only enabled and disabled can be set."""
    queue: QueueReference = QueueReference()
    parent: VolumeReference = VolumeReference()
    """Volume it lies on."""
    path: TextAttribute = TextAttribute()
    """Path, relative to the volume."""


class Site(Entity):
    """A physical or cloud location where accsyn is deployed."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    accsyn: BooleanAttribute = BooleanAttribute()
    main: BooleanAttribute = BooleanAttribute()
    """Whether it is the main site, which cannot be deleted."""
    status: EnumAttribute[SiteStatus] = EnumAttribute(get_args(SiteStatus))


class Client(Entity):
    """Any instance that runs processes: a file transfer endpoint, compute or hook host."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[ClientOs] = EnumAttribute(get_args(ClientOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[ClientStatus] = EnumAttribute(get_args(ClientStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class App(Entity):
    """The client of the desktop application."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[AppOs] = EnumAttribute(get_args(AppOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[AppStatus] = EnumAttribute(get_args(AppStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class Server(Entity):
    """A client in the workspace's context, run as a daemon."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[ServerOs] = EnumAttribute(get_args(ServerOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[ServerStatus] = EnumAttribute(get_args(ServerStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class UserServer(Entity):
    """A client in a user's context, run as a daemon."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[UserServerOs] = EnumAttribute(get_args(UserServerOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[UserServerStatus] = EnumAttribute(get_args(UserServerStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class Browser(Entity):
    """A temporary web browser client."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[BrowserOs] = EnumAttribute(get_args(BrowserOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[BrowserStatus] = EnumAttribute(get_args(BrowserStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class Lane(Entity):
    """A virtual server for compute processes on one machine."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    benchmark: NumberAttribute = NumberAttribute()
    host_ident: TextAttribute = TextAttribute()
    host_id: TextAttribute = TextAttribute()
    last_checkin: TimestampAttribute = TimestampAttribute()
    """When it last checked in."""
    metrics: ObjectAttribute = ObjectAttribute()
    os: EnumAttribute[LaneOs] = EnumAttribute(get_args(LaneOs))
    """Operating system."""
    parent: ClientReference = ClientReference()
    """Client it belongs to."""
    roles: TextAttribute = TextAttribute(is_list=True)
    """What it serves as."""
    site: SiteReference = SiteReference()
    """Site it stands at."""
    status: EnumAttribute[LaneStatus] = EnumAttribute(get_args(LaneStatus))
    type: IntegerAttribute = IntegerAttribute()
    """Kind of client."""
    user: UserReference = UserReference()
    """User it belongs to."""
    username: TextAttribute = TextAttribute()
    version: TextAttribute = TextAttribute()
    """Version of its software."""
    wan_ip: TextAttribute = TextAttribute()


class ACL(Entity):
    """What a user may access: an entry of an access control list."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    entity: UserReference = UserReference()
    """User who is granted access."""
    target: ACLTargetReference = ACLTargetReference()
    """What the user may access."""
    read: BooleanAttribute = BooleanAttribute()
    """Whether the user may read."""
    write: BooleanAttribute = BooleanAttribute()
    """Whether the user may write."""
    acknowledged: BooleanAttribute = BooleanAttribute()
    path: TextAttribute = TextAttribute()
    """Path beneath the target, / for all of it."""
    notify: BooleanAttribute = BooleanAttribute()
    message: TextAttribute = TextAttribute()
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""


class Engine(Entity):
    """A compute engine and its wrapper script."""

    id: IdAttribute = IdAttribute()
    """Identifier, given by the workspace."""
    code: TextAttribute = TextAttribute()
    """Code that names it."""
    name: TextAttribute = TextAttribute()
    """Name for people."""
    created: TimestampAttribute = TimestampAttribute()
    """When it was created."""
    modified: TimestampAttribute = TimestampAttribute()
    """When it was last modified."""
    modifier: TextAttribute = TextAttribute()
    """Who modified it last."""
    metadata: MetadataAttribute = MetadataAttribute()
    """Values of any kind, reached by dotted paths such as metadata.shot."""
    description: TextAttribute = TextAttribute()
    """Description for people."""
    inactive: BooleanAttribute = BooleanAttribute()
    """Whether it is deactivated; deactivated users and shares are found with inactive=True only."""
    creator: TextAttribute = TextAttribute()
    """Who created it."""
    status: TextAttribute = TextAttribute()


__all__ = [
    "ACL",
    "ACLTargetParentStatus",
    "App",
    "AppOs",
    "AppStatus",
    "Browser",
    "BrowserOs",
    "BrowserStatus",
    "Client",
    "ClientOs",
    "ClientStatus",
    "Collection",
    "CollectionStatus",
    "Compute",
    "ComputeStatus",
    "Delivery",
    "DeliveryStatus",
    "Engine",
    "File",
    "Folder",
    "FolderStatus",
    "Home",
    "HomeStatus",
    "Lane",
    "LaneOs",
    "LaneStatus",
    "Queue",
    "QueueStatus",
    "Request",
    "RequestStatus",
    "Server",
    "ServerOs",
    "ServerStatus",
    "Site",
    "SiteStatus",
    "Stream",
    "StreamStatus",
    "Task",
    "TaskJobStatus",
    "TaskStatus",
    "Transfer",
    "TransferParentStatus",
    "TransferStatus",
    "User",
    "UserRole",
    "UserServer",
    "UserServerOs",
    "UserServerStatus",
    "UserStatus",
    "Volume",
    "VolumeStatus",
    "Workspace",
]
