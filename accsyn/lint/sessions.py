"""Which expressions are sessions, as far as a file shows it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from accsyn.lint.bindings import Binding, Function, Scope, only_value
from accsyn.lint.python_source import PythonSource
from accsyn.lint.scopes import decorators, dotted

_DEPTH = 8
"""How many names, functions and classes stand between an expression and its session, at most."""

_STEPS = 100
"""Expressions and classes that are looked at for one, at most: so that the time is linear."""

_LIKE_PROPERTIES = frozenset({"property", "cached_property"})
_HARMLESS_DECORATORS = frozenset({"cache", "lru_cache", "staticmethod", "classmethod", "override", "final"})
"""Decorators after which a function returns what it says."""

_PASS_ON = frozenset({"contextlib.closing"})
_WITH_METHODS = frozenset({"enter_context", "push"})


class Client(Enum):
    """Whose `Session` it is."""

    OURS = "accsyn"
    OFFICIAL = "accsyn_api"
    UNKNOWN = "unknown"


class Known(NamedTuple):
    """A session, or a class of sessions.

    Attributes:
        client: Whose it is.
        own: The class of the file that it is an object of; None for `Session` itself.
    """

    client: Client
    own: ast.ClassDef | None = None


class Sessions:
    """Finds out which expressions are sessions.

    An expression counts as one where every value that its name gets in the file is a session, or None. Followed are
    names, attributes, annotations, what functions and methods of the file return, and subclasses.

    Args:
        source: The file.
        configured: Names, with dots, that are said to be sessions.
    """

    def __init__(self, source: PythonSource, configured: Collection[str] = ()) -> None:
        self._names = source.names
        self._classes = source.classes
        self._configured = frozenset(configured)
        self._found: dict[ast.AST, Known | None] = {}
        self._made: dict[ast.AST, Client | None] = {}
        self._all_results: dict[ast.AST, _Results] = {}
        self._left = 0
        self._kinds: dict[type[ast.AST], Callable[[Any, int], Known | None]] = {
            ast.Call: self._called,
            ast.Name: self._named,
            ast.Attribute: self._attribute,
            ast.NamedExpr: lambda node, depth: self._known(node.value, depth),
            ast.IfExp: lambda node, depth: self._all((node.body, node.orelse), depth),
            ast.BoolOp: lambda node, depth: self._all(node.values, depth),
        }

    def client(self, node: ast.AST) -> Client | None:
        """Whose session an expression is; None where it is not known to be one."""
        known = self.known(node)
        return None if known is None else known.client

    def known(self, node: ast.AST) -> Known | None:
        """The session that an expression is; None where it is not known to be one."""
        if node not in self._found:
            self._left = _STEPS
            self._found[node] = self._known(node, _DEPTH)
        return self._found[node]

    def client_of_method(self, function: ast.Attribute) -> Client | None:
        """Whose session it is whose method this is; None where a subclass has a method of its own of that name."""
        known = self.known(function.value)
        if known is None or (known.own is not None and function.attr in self._classes.names(known.own)):
            return None
        return known.client

    def has_other_methods(self, node: ast.AST) -> bool:
        """Whether a session may have methods that the file does not show."""
        known = self.known(node)
        return known is not None and known.own is not None and not self._is_shown(known.own)

    def made_by(self, call: ast.Call) -> Client | None:
        """Whose session a call makes; None where it makes none, or takes arguments of its own."""
        if call not in self._made:
            self._left = _STEPS
            known = self._class(call.func, _DEPTH)
            is_plain = known is not None and (known.own is None or self._is_plain(known.own))
            self._made[call] = known.client if known is not None and is_plain else None
        return self._made[call]

    def is_class(self, node: ast.AST) -> bool:
        """Whether an expression is `Session` itself."""
        return self._imported(node, None) is not None

    def looks_like_one(self, node: ast.AST) -> bool:
        """Whether the last word of a name says so, and the file does not say that it is of another package's class."""
        word = dotted(node).rpartition(".")[2].lower()
        if "session" not in word and "accsyn" not in word:
            return False
        value = only_value(self._names.scope(node).lookup(node.id)) if isinstance(node, ast.Name) else None
        made = self._names.imported(value.func) if isinstance(value, ast.Call) else []
        return not any(name.rpartition(".")[2][:1].isupper() for name in made)

    def _is_shown(self, own: ast.ClassDef) -> bool:
        return self._classes.is_shown(own, self.is_class)

    def _is_plain(self, own: ast.ClassDef) -> bool:
        return self._is_shown(own) and not {"__init__", "__new__"} & self._classes.names(own)

    # ---- expressions ------------------------------------------------------------------------------------------------

    def _known(self, node: ast.AST, depth: int) -> Known | None:
        kind = self._kinds.get(type(node))
        self._left -= 1
        return None if kind is None or depth <= 0 or self._left < 0 else kind(node, depth - 1)

    def _all(self, nodes: Iterable[ast.AST], depth: int) -> Known | None:
        """The session that each of the expressions is; None written out does not count."""
        found = {
            self._known(node, depth) for node in nodes if not (isinstance(node, ast.Constant) and node.value is None)
        }
        return _joined(found)

    def _called(self, node: ast.Call, depth: int) -> Known | None:
        function = node.func
        known = self._class(function, depth)
        if known is not None:
            return known
        if isinstance(function, ast.Name):
            if function.id == "super" and not self._names.scope(function).lookup("super"):
                return self._super(node, depth)
            return self._returned(self._names.scope(function).lookup(function.id), depth)
        if not isinstance(function, ast.Attribute):
            return None
        passes_on = function.attr in _WITH_METHODS or self._names.qualified(function) in _PASS_ON
        if passes_on and len(node.args) == 1 and not node.keywords:
            return self._context(node.args[0], depth)
        owner = self._owner(function.value)
        return None if owner is None else self._returned(self._classes.bindings(owner, function.attr), depth)

    def _named(self, node: ast.Name, depth: int) -> Known | None:
        if node.id in self._configured:
            return Known(Client.UNKNOWN)
        owner = self._names.class_of(node)
        if owner is not None and not _is_class_method(self._names.scope(node), node.id):
            known = self._subclass(owner, depth)
            if known is not None:
                return known
        return self._of_all(self._names.scope(node).lookup(node.id), depth)

    def _attribute(self, node: ast.Attribute, depth: int) -> Known | None:
        if dotted(node) in self._configured:
            return Known(Client.UNKNOWN)
        bindings = self._names.attribute(node)
        owner = self._owner(node.value)
        if owner is not None:
            outside = [] if self._names.class_of(node.value) is owner else bindings
            bindings = [*outside, *self._classes.bindings(owner, node.attr)]
        functions = [each.node for each in bindings if isinstance(each.node, Function) and each.kind == "function"]
        if functions:
            is_property = len(bindings) == 1 and decorators(functions[0]) & _LIKE_PROPERTIES
            return self._result(functions[0], depth) if is_property else None
        return self._of_all(bindings, depth)

    def _owner(self, node: ast.AST) -> ast.ClassDef | None:
        """The class of the file that a name is an object of: that of ``self``, or of one that is made in sight."""
        owner = self._names.class_of(node)
        if owner is not None:
            return owner
        made = node
        if isinstance(node, ast.Name):
            made = only_value(self._names.scope(node).lookup(node.id)) or node
        return self._classes.local(made.func if isinstance(made, ast.Call) else made)

    def _super(self, node: ast.Call, depth: int) -> Known | None:
        """The session behind ``super()``, in a class that derives from `Session` alone."""
        classes = [each for each in self._names.around(node) if isinstance(each, ast.ClassDef)]
        if node.args or not classes or len(classes[0].bases) != 1:
            return None
        return self._class(classes[0].bases[0], depth)

    def _of_all(self, bindings: list[Binding], depth: int) -> Known | None:
        found: set[Known | None] = set()
        for binding in bindings:
            node = binding.node
            if isinstance(node, ast.Constant) and node.value is None and binding.kind == "value":
                continue
            get = self._bound.get(binding.kind)
            if get is None or node is None:
                return None
            found.add(get(node, depth))
        return _joined(found)

    @property
    def _bound(self) -> dict[str, Callable[[ast.AST, int], Known | None]]:
        """What a name is that is bound to a node, by the kind of the binding."""
        return {"value": self._known, "with": self._context, "parameter": partial(self._annotated, scope=None)}

    # ---- functions --------------------------------------------------------------------------------------------------

    def _returned(self, bindings: list[Binding], depth: int) -> Known | None:
        """The session that a call of a function returns which is defined once."""
        node = bindings[0].node if len(bindings) == 1 else None
        if isinstance(node, ast.Lambda) and bindings[0].kind == "value":
            return self._known(node.body, depth)
        return self._result(node, depth) if isinstance(node, ast.FunctionDef) else None

    def _result(self, node: ast.AST, depth: int, *, yields: bool = False) -> Known | None:
        if not isinstance(node, ast.FunctionDef) or depth <= 0:
            return None
        found = decorators(node)
        if found != {"contextmanager"} if yields else found - _HARMLESS_DECORATORS - _LIKE_PROPERTIES:
            return None
        if node.returns is not None and not yields:
            return self._annotated(node.returns, depth, self._names.scope(node.returns))
        if node not in self._all_results:
            self._all_results[node] = _results(node)
        made = self._all_results[node]
        results = made.yielded if yields else made.returned
        if made.has_yield is not yields or not results:
            return None
        return self._all((each for each in results if each is not None), depth)

    def _context(self, node: ast.AST, depth: int) -> Known | None:
        """The session that ``with`` gets from an expression: itself, or what a context manager of the file yields."""
        known = self._known(node, depth)
        if known is not None or not isinstance(node, ast.Call):
            return known
        function = node.func
        if isinstance(function, ast.Name):
            bindings = self._names.scope(function).lookup(function.id)
        else:
            owner = self._owner(function.value) if isinstance(function, ast.Attribute) else None
            bindings = [] if owner is None else self._classes.bindings(owner, function.attr)  # type: ignore[attr-defined]
        made = bindings[0].node if len(bindings) == 1 else None
        return None if made is None else self._result(made, depth, yields=True)

    # ---- classes ----------------------------------------------------------------------------------------------------

    def _annotated(self, node: ast.AST, depth: int, scope: Scope | None) -> Known | None:
        """The class that an annotation names, alone or beside None."""
        found = list(_alternatives(node, scope or self._names.scope(node)))
        classes = [each for each in found if not (isinstance(each[0], ast.Constant) and each[0].value is None)]
        return self._class(classes[0][0], depth, classes[0][1]) if len(classes) == 1 else None

    def _class(self, node: ast.AST, depth: int, scope: Scope | None = None) -> Known | None:
        """The class that an expression is: `Session`, or a class of the file that derives from it."""
        self._left -= 1
        if depth <= 0 or self._left < 0:
            return None
        imported = self._imported(node, scope)
        if imported is not None:
            return Known(imported)
        local = self._classes.local(node, scope)
        if local is not None:
            return self._subclass(local, depth - 1)
        if isinstance(node, ast.Name):
            value = only_value((scope or self._names.scope(node)).lookup(node.id))
            return self._class(value, depth - 1) if isinstance(value, ast.Name | ast.Attribute) else None
        return None

    def _imported(self, node: ast.AST, scope: Scope | None) -> Client | None:
        found: set[Client | None] = set()
        for name in self._names.imported(node, scope):
            root, _, rest = name.partition(".")
            is_session = rest.rpartition(".")[2] == "Session"
            found.add(_CLIENTS.get(root) if is_session else None)
        if not found or None in found:
            return None
        return found.pop() if len(found) == 1 else Client.UNKNOWN

    def _subclass(self, node: ast.ClassDef, depth: int) -> Known | None:
        if depth <= 0:
            return None
        found = {known.client for base in node.bases if (known := self._class(base, depth - 1)) is not None}
        return Known(found.pop(), node) if len(found) == 1 else None


_CLIENTS = {"accsyn": Client.OURS, "accsyn_api": Client.OFFICIAL}


def _joined(found: set[Known | None]) -> Known | None:
    """One session for all; None where there is none, or where they are not alike."""
    if len(found) == 1:
        return found.pop()
    if not found or None in found:
        return None
    owns = {known.own for known in found if known is not None}
    return Known(Client.UNKNOWN, None) if owns == {None} else None


def _is_class_method(scope: Scope, name: str) -> bool:
    """Whether the function that has this parameter is a class method: its ``cls`` is no session."""
    owner = scope.owner(name)
    return owner is not None and isinstance(owner.node, Function) and "classmethod" in decorators(owner.node)


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, those of functions and classes in it left out."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))


class _Results(NamedTuple):
    """What a function returns and yields; None for nothing."""

    returned: list[ast.expr | None]
    yielded: list[ast.expr | None]
    has_yield: bool


def _results(function: ast.FunctionDef) -> _Results:
    nodes = list(_own_nodes(function))
    yielded = [node.value for node in nodes if isinstance(node, ast.Yield)]
    has_yield = bool(yielded) or any(isinstance(node, ast.YieldFrom) for node in nodes)
    return _Results([node.value for node in nodes if isinstance(node, ast.Return)], yielded, has_yield)


def _alternatives(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """The types of ``A | B``, ``Optional[A]``, ``Union[A, B]``, ``Annotated[A, ...]`` and of annotations in quotes."""
    pending: list[ast.AST] = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr):
            pending += [each.right, each.left]
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            pending.append(_parsed(each.value))
        elif isinstance(each, ast.Subscript) and (word := dotted(each.value).rpartition(".")[2]) in _FORMS:
            inner = list(each.slice.elts) if isinstance(each.slice, ast.Tuple) else [each.slice]
            pending += inner[:1] if _FORMS[word] else inner
        else:
            yield each, scope


_FORMS = {"Optional": False, "Union": False, "Annotated": True, "Final": True, "ClassVar": True}
"""Forms of annotations; whether the first part alone says the type."""


def _parsed(text: str) -> ast.AST:
    """An annotation in quotes; an empty name for what is none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Name("", ast.Load())
