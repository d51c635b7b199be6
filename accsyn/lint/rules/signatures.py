"""Calls that do not fit the methods of a session."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from accsyn.codes import calls as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.lint.additions import DEPRECATED, DEPRECATED_ARGUMENTS, METHODS, PROPERTIES, Signature
from accsyn.lint.arguments import has_stars, keyword_of
from accsyn.lint.module import Module
from accsyn.lint.sessions import Client
from accsyn.lint.signatures import SIGNATURES
from accsyn.source import Span
from accsyn.text import closest

_OTHER_NAMES = {"parent": "entityid", "entity_type": "entitytype", "entity_id": "entityid", "id": "entityid"}
_OTHER_METHODS = {"publish": "prepublish", "find_many": "find", "find_all": "find", "query": "find", "get": "find_one"}
_STATIC = frozenset({"str"})
"""Methods that are called on the class itself too."""

_WITH_PARENT = frozenset({"task", "file"})


def arguments(module: Module) -> Iterator[Diagnostic]:
    """ACC516, for methods and for `Session` itself."""
    for node, place, name, client in _every_call(module):
        signature = _signature(name, client)
        if signature is None:
            continue
        known = {*signature.positional, *signature.keywords}
        shown = "Session" if name == "__init__" else name
        for keyword in node.keywords:
            if keyword.arg is not None and keyword.arg not in known:
                yield _unknown(module, keyword, keyword.arg, shown, signature)
        if has_stars(node):
            continue
        if len(node.args) > len(signature.positional):
            extra = module.source.span(node.args[len(signature.positional)])
            most = len(signature.positional)
            yield codes.UnknownArgument.at(extra, f"{shown}() takes {most} arguments by position, not more")
        given = {*signature.positional[: len(node.args)], *(each.arg for each in node.keywords)}
        missing = [each for each in signature.positional[: signature.required] if each not in given]
        if missing:
            words = " and ".join(f"`{each}`" for each in missing)
            yield codes.UnknownArgument.at(place, f"{shown}() needs {words}")


def methods(module: Module) -> Iterator[Diagnostic]:
    """ACC517."""
    for _, function, client in module.session_calls():
        name = function.attr
        if client is Client.UNKNOWN or name in PROPERTIES or name.startswith("_"):
            continue
        if _signature(name, client) is not None:
            continue
        if name in SIGNATURES:
            message = f"the official client has no method `{name}`"
            yield codes.UnknownMethod.at(_name_of(module, function), message, "`accsyn.Session` has it.")
            continue
        if module.sessions.has_other_methods(function.value):
            continue
        other = _OTHER_METHODS.get(name) or next(iter(closest(name, SIGNATURES, 1)), "")
        help_ = f"Did you mean `{other}`?" if other else None
        yield codes.UnknownMethod.at(_name_of(module, function), f"a session has no method `{name}`", help_)


def deprecated(module: Module) -> Iterator[Diagnostic]:
    """ACC518."""
    for node, place, name, _ in _every_call(module):
        new = DEPRECATED.get(name)
        if new is not None:
            fix = Fix(f"write {new}", (Edit(place, new),))
            yield codes.DeprecatedCall.at(place, f"`{name}` is deprecated", f"Write `{new}`.", fix)
        for keyword in node.keywords:
            successor = DEPRECATED_ARGUMENTS.get((name, keyword.arg or ""))
            if successor is not None and keyword.arg is not None:
                span = _keyword_name(module, keyword)
                fixes = () if keyword_of(node, successor) else (Fix(f"write {successor}", (Edit(span, successor),)),)
                yield codes.DeprecatedCall.at(span, f"`{keyword.arg}=` is deprecated", f"Write `{successor}=`.", *fixes)
        yield from _deprecated_type(module, node, name)


def parents(module: Module) -> Iterator[Diagnostic]:
    """ACC519."""
    for node, function, _ in module.session_calls():
        if function.attr != "create" or has_stars(node) or len(node.args) > 2 or keyword_of(node, "entityid"):
            continue
        kind = _entity_type(node)
        if kind is not None and kind[1].lower() in _WITH_PARENT:
            word = kind[1].lower()
            yield codes.MissingParent.at(
                module.source.span(kind[0]),
                f"a {word} is created within something, and the call does not say within what",
                "Pass the id of the job, or of what holds the files, as entityid=.",
            )


def _every_call(module: Module) -> Iterator[tuple[ast.Call, Span, str, Client]]:
    """Calls of methods of sessions, and of `Session`: each with the place of its name."""
    for node, function, client in module.session_calls():
        yield node, _name_of(module, function), function.attr, client
    for each in module.source.names.nodes:
        if isinstance(each, ast.Call) and module.source.has_place(each):
            client_made = module.sessions.made_by(each)
            if client_made is not None:
                yield each, module.source.span(each.func), "__init__", client_made
            static = _static(module, each.func)
            if static is not None:
                yield each, _name_of(module, static), static.attr, Client.UNKNOWN


def _static(module: Module, node: ast.expr) -> ast.Attribute | None:
    """A method that is called on `Session` itself, which can be."""
    if isinstance(node, ast.Attribute) and node.attr in _STATIC and module.sessions.is_class(node.value):
        return node
    return None


def _signature(name: str, client: Client) -> Signature | None:
    """The arguments of a method, of the official client those that it has."""
    signature = SIGNATURES.get(name)
    if client is not Client.OFFICIAL or signature is None:
        return signature
    return None if name in METHODS else signature._replace(keywords=())


def _unknown(module: Module, keyword: ast.keyword, name: str, method: str, signature: Signature) -> Diagnostic:
    known = (*signature.positional, *signature.keywords)
    other = _OTHER_NAMES.get(name, "")
    near = other if other in known else next(iter(closest(name, known, 1)), "")
    span = _keyword_name(module, keyword)
    fixes = [Fix(f"write {near}", (Edit(span, near),), safe=False)] if near else []
    help_ = f"Did you mean `{near}=`?" if near else None
    return codes.UnknownArgument.at(span, f"{method}() has no argument `{name}`", help_, *fixes)


def _deprecated_type(module: Module, node: ast.Call, method: str) -> Iterator[Diagnostic]:
    signature = SIGNATURES.get(method)
    if signature is None or signature.positional[:1] != ("entitytype",):
        return
    kind = _entity_type(node)
    new = module.schema.deprecated(kind[1]) if kind is not None else None
    if kind is not None and new is not None:
        span = module.source.span(kind[0])
        yield codes.DeprecatedCall.at(span, f"the entity type `{kind[1]}` is deprecated", f"Write `{new}`.")


def _entity_type(node: ast.Call) -> tuple[ast.Constant, str] | None:
    """The first argument, where it is written out as a text, and that text."""
    keyword = keyword_of(node, "entitytype")
    given = node.args[0] if node.args else keyword.value if keyword is not None else None
    return (given, given.value) if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def _name_of(module: Module, function: ast.Attribute) -> Span:
    end = module.source.span(function).end
    return Span(end - len(function.attr), end)


def _keyword_name(module: Module, keyword: ast.keyword) -> Span:
    start = module.source.span(keyword).start
    return Span(start, start + len(keyword.arg or ""))
