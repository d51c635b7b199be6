"""Who imports whom inside a package, and whether that fits its layers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Import(NamedTuple):
    """One import as it stands in a module.

    Attributes:
        line: Counts from 1.
        name: The module that is imported, its full dotted name; never a name inside a module.
    """

    line: int
    name: str


Graph = Mapping[str, Sequence[Import]]


def read_package(folder: Path) -> dict[str, list[Import]]:
    """Every module of a package with all its imports: of the module, inside functions, under TYPE_CHECKING.

    A module stands for itself, a package for its `__init__`. Imports of other packages are listed by their full
    dotted name. Imports by a computed name cannot be seen; `import_module("a.b")` with its name written out is.
    """
    sources = {_module_name(folder, path): path for path in sorted(folder.rglob("*.py"))}
    graph = {}
    for module, path in sources.items():
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        found = _written(ast.parse(path.read_text(encoding="utf-8")), package, sources)
        graph[module] = list(dict.fromkeys(each for one in found for each in (one, *_implied(one, module, sources))))
    return graph


def _module_name(folder: Path, path: Path) -> str:
    parts = (folder.name, *path.relative_to(folder).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _written(tree: ast.Module, package: str, modules: Iterable[str]) -> Iterator[Import]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (Import(node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(names=names, level=level):
                base = ".".join(package.split(".")[: len(package.split(".")) - level + 1]) if level else ""
                base = ".".join(filter(None, (base, node.module)))
                for alias in names:
                    submodule = f"{base}.{alias.name}"
                    yield Import(node.lineno, submodule if submodule in modules else base)
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
                called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                if called in ("import_module", "__import__"):
                    yield Import(node.lineno, name)


def _implied(one: Import, module: str, modules: Iterable[str]) -> Iterator[Import]:
    """The packages around the imported module that do not hold the importing one as well."""
    parts = one.name.split(".")
    for length in range(1, len(parts)):
        package = ".".join(parts[:length])
        if package in modules and not f"{module}.".startswith(f"{package}."):
            yield Import(one.line, package)


def cycles(graph: Graph) -> list[str]:
    """Each group of modules that import each other, as one line that shows a way around."""
    edges = {name: sorted({one.name for one in found} & graph.keys()) for name, found in graph.items()}
    found, settled = [], set[str]()
    for start, targets in edges.items():
        if start in settled:
            continue
        # Depth first with a stack of iterators: the way is the path from the start to here.
        way, stack = [start], [iter(targets)]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                settled.add(way.pop())
                stack.pop()
            elif following in way:
                found.append(" -> ".join([*way[way.index(following) :], following]))
            elif following not in settled:
                way.append(following)
                stack.append(iter(edges[following]))
    return found


def layer_of(module: str) -> str:
    """The entry of the table that a module belongs to: `a.grammar.lexer` to `grammar`, `a` itself to the empty text."""
    return module.split(".")[1] if "." in module else ""


def upward(graph: Graph, order: Sequence[str]) -> list[str]:
    """Each import of something that stands below the importing module, or of the package's own front door.

    Args:
        graph: The package.
        order: The layers; a module imports only from entries before its own. Entries that do not exist are no fault.
    """
    place = {layer: index for index, layer in enumerate(order)}
    root = min(graph, key=len)
    found = [
        f"{name} has no place in the order of layers" for name in graph if name != root and layer_of(name) not in place
    ]
    place[""] = len(order)
    for name, line, target in _inside(graph):
        mine, theirs = layer_of(name), layer_of(target)
        if target == root:
            found.append(f"{name}:{line} imports {root} itself")
        elif mine != theirs and place.get(theirs, -1) > place.get(mine, len(order)):
            found.append(f"{name}:{line} imports {target}, which stands below it")
    return found


def beyond(graph: Graph, allowed: Mapping[str, Iterable[str]]) -> list[str]:
    """Each import by a layer that may use only certain others, itself aside."""
    found = []
    for name, line, target in _inside(graph):
        mine, theirs = layer_of(name), layer_of(target)
        if mine in allowed and theirs not in (mine, *allowed[mine]):
            only = ", ".join(allowed[mine]) or "itself"
            found.append(f"{name}:{line} imports {target}, and {mine} may use only {only}")
    return found


def meetings(graph: Graph, strangers: Iterable[tuple[str, str]]) -> list[str]:
    """Each import between two layers that must not know each other."""
    pairs = {frozenset(pair) for pair in strangers}
    return [
        f"{name}:{line} imports {target}"
        for name, line, target in _inside(graph)
        if frozenset((layer_of(name), layer_of(target))) in pairs
    ]


def reaching(graph: Graph, layers: Iterable[str], outsider: str) -> list[str]:
    """Each module that imports the other package and is one of the layers, or is imported by them over whatever way."""
    reached = [name for name in graph if layer_of(name) in layers]
    for name in reached:
        reached += {one.name for one in graph[name] if one.name in graph} - set(reached)
    return [
        f"{name}:{one.line} imports {one.name}"
        for name in reached
        for one in graph[name]
        if one.name == outsider or one.name.startswith(f"{outsider}.")
    ]


def _inside(graph: Graph) -> Iterator[tuple[str, int, str]]:
    return ((name, one.line, one.name) for name, found in graph.items() for one in found if one.name in graph)
