"""How records point at each other: ids, ``type:id``, and the form of both for people."""

from __future__ import annotations

from accsyn.schema.attributes import Attribute, Type
from accsyn.workspace.refusal import Refusal
from accsyn.workspace.state import SHARES, State, family
from accsyn.workspace.store import Record

HR = "_hr"


def readable(kind: str, record: Record, *, is_typed: bool) -> str:
    """A record in a form for people: ``user:lisa@example.com[standard](6676...)``, ``hq(66fc...)``."""
    code = record.get("code") or record.get("name") or ""
    role = f"[{record.get('role')}]" if kind == "user" else ""
    prefix = f"{kind}:" if is_typed or kind == "user" else ""
    return f"{prefix}{code}{role}({record['id']})"


def complete(state: State, kind: str, record: Record) -> Record:
    """The record with the readable form beside each of its references, where they point at something."""
    done = dict(record)
    entity = state.entity_type(kind)
    for name, attribute in entity.attributes.items():
        if attribute.type is not Type.REFERENCE:
            continue
        text = _readable(state, attribute, record.get(name))
        if text is None:
            done.pop(name + HR, None)
        else:
            done[name + HR] = text
    return done


def save(state: State, kind: str, record: Record) -> Record:
    """Write a record, its readable references in place; who is named by it learns of a new name."""
    before = state.store.get(kind, record["id"])
    done = state.store.put(kind, complete(state, kind, record))
    if before is not None and any(before.get(name) != done.get(name) for name in ("code", "name", "role")):
        _rename(state, str(record["id"]))
    return done


def _rename(state: State, ident: str) -> None:
    for kind in state.store.kinds():
        if kind.startswith("_"):
            continue
        for record in state.store.all(kind):
            if any(isinstance(value, str) and value.endswith(ident) for key, value in record.items() if key != "id"):
                state.store.put(kind, complete(state, kind, record))


def _readable(state: State, attribute: Attribute, value: object) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    word, colon, ident = value.rpartition(":")
    kinds = family(word) if colon else tuple(kind for target in attribute.targets for kind in family(target))
    found = next(((kind, record) for kind in kinds if (record := state.store.get(kind, ident)) is not None), None)
    if found is None:
        return None
    kind = word if word == "share" else found[0]
    return readable(kind, found[1], is_typed=len(attribute.targets) > 1)


def resolve(state: State, attribute: Attribute, value: object) -> str | None:
    """The value of a reference as records hold it, from an id, a code, ``type:id`` or ``type:code``.

    Raises:
        Refusal: It points at nothing.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Refusal(f"{attribute.name}: an id or a code is expected, not {type(value).__name__}")
    word, colon, rest = value.partition(":")
    is_word = bool(colon) and (word in ("share", "job") or word.lower() in attribute.targets)
    ident = rest if is_word else value
    targets = (word.lower(),) if is_word else attribute.targets
    found = state.record(tuple(kind for target in targets for kind in family(target)), ident)
    if found is None:
        raise Refusal(f"{attribute.name}: there is no {' or '.join(targets)} {ident[:200]!r}")
    kind, record = found
    if len(attribute.targets) == 1:
        return str(record["id"])
    if "share" in attribute.targets and kind in SHARES:
        return f"share:{record['id']}"
    return f"{kind}:{record['id']}"


def target_of(value: object) -> str:
    """The id of a reference's value."""
    return str(value or "").rpartition(":")[2]
