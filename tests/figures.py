"""Count what the house rules limit: ``python -m tests.figures [--list]``.

Prints one line per figure: import circles, long files and functions, helpers with a single caller, words that
are not the field's, and class names used twice. ``--list`` names each place.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "arrtui"

MAX_FILE = 400
"""Lines of a file."""
MAX_FUNCTION = 50
"""Lines of a function."""
SMALL = 6
"""A private function of fewer lines with one caller belongs inside it, unless it names a concept."""
DIALECT = ("one", "found", "told", "held", "way", "stance", "twin", "shelf", "also", "apart")
"""Identifiers that say nothing; each may stand at most :data:`MAX_DIALECT` times."""
MAX_DIALECT = 20

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One parsed module."""

    name: str
    """Dotted."""
    path: Path
    source: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Return the path below the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        """Return the number of lines."""
        return len(self.source.splitlines())


def read_modules() -> list[Module]:
    """Return every module of the package, sorted by path."""
    modules = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        source = path.read_text(encoding="utf-8")
        modules.append(Module(name, path, source, ast.parse(source)))
    return modules


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return every node of a tree, found once for all that counts something in it."""
    return tuple(ast.walk(tree))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method of a tree."""
    for node in nodes(tree):
        if isinstance(node, Function):
            yield node


def length(node: Function) -> int:
    """Return the lines of a function without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


# --- circles ---------------------------------------------------------------------------------------------


def _run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree except what stands below ``if TYPE_CHECKING``."""
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if (
                isinstance(node, ast.If)
                and isinstance(node.test, ast.Name)
                and node.test.id == "TYPE_CHECKING"
            ):
                yield from node.orelse
                waiting += node.orelse
            else:
                yield node
                waiting.append(node)


def imports_of(module: Module, known: Mapping[str, Module]) -> set[str]:
    """Return the modules of the package that a module imports at run time, inside functions too."""
    names: set[str] = set()
    for node in _run_time_nodes(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                names.add(inner if inner in known else node.module)
    return (names & known.keys()) - {module.name}


def circles(modules: Iterable[Module]) -> list[list[str]]:
    """Return the groups of modules that import each other in a loop, largest first (Tarjan)."""
    known = {module.name: module for module in modules}
    graph = {name: sorted(imports_of(module, known)) for name, module in known.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            groups.append(sorted(stack[at:]))
            del stack[at:]

    sys.setrecursionlimit(10_000)
    for name in graph:
        if name not in index:
            visit(name)
    return sorted((group for group in groups if len(group) > 1), key=len, reverse=True)


# --- helpers with one caller -----------------------------------------------------------------------------


def _references(tree: ast.AST) -> Counter[str]:
    """Return how often each name is used: as a name, an attribute, or an import of it."""
    counted: Counter[str] = Counter()
    for node in nodes(tree):
        if isinstance(node, ast.Name):
            counted[node.id] += 1
        elif isinstance(node, ast.Attribute):
            counted[node.attr] += 1
        elif isinstance(node, ast.alias):
            counted[node.name] += 1
    return counted


def _methods(modules: Iterable[Module]) -> Counter[str]:
    """Return how many classes of the package define each method name."""
    return Counter(
        node.name
        for module in modules
        for owner in nodes(module.tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, Function)
    )


def _calls_super(node: Function) -> bool:
    """Return whether a function calls ``super()``: it overrides what another package calls."""
    return any(isinstance(part, ast.Name) and part.id == "super" for part in ast.walk(node))


def small_helpers(modules: Iterable[Module]) -> list[str]:
    """Return private functions under :data:`SMALL` lines that are named once, in a call.

    A method counts as named wherever the package has an attribute of its name. Left out: what is decorated
    (properties, message handlers), methods whose name another class has too and what calls ``super()`` (they
    are overrides), functions with a variant per platform, and migrations, which stay as they were released.
    """
    modules = [module for module in modules if ".migrations." not in module.name]
    methods = _methods(modules)
    references = {module.name: _references(module.tree) for module in modules}
    everywhere = Counter[str]()
    for counted in references.values():
        everywhere.update(counted)
    rows = []
    for module in modules:
        own = references[module.name]
        defined = Counter(node.name for node in functions(module.tree))
        called = {
            node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            for node in nodes(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
        }
        rows += [
            f"{module.place}:{node.lineno} {node.name}"
            for node in functions(module.tree)
            if node.name.startswith("_")
            and not node.name.startswith("__")
            and length(node) < SMALL
            and not node.decorator_list
            and (everywhere if node.name in methods else own)[node.name] == 1
            and node.name in called
            and defined[node.name] == 1
            and methods[node.name] < 2
            and not _calls_super(node)
        ]
    return rows


# --- words -----------------------------------------------------------------------------------------------


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Yield every identifier that a tree binds or reads: names, arguments, attributes, functions, classes."""
    for node in nodes(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, Function | ast.ClassDef):
            yield node.name


def class_names(modules: Iterable[Module]) -> dict[str, list[str]]:
    """Return the class names that are defined more than once, each with its places.

    Migrations repeat the models of their time on purpose and do not count; nor does Peewee's inner ``Meta``.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        if ".migrations." in module.name:
            continue
        for node in nodes(module.tree):
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                places[node.name].append(f"{module.place}:{node.lineno}")
    return {name: at for name, at in sorted(places.items()) if len(at) > 1}


# --- all of it -------------------------------------------------------------------------------------------


@dataclass
class Figures:
    """What was counted."""

    lines: int = 0
    files: int = 0
    circles: list[list[str]] = field(default_factory=list)
    long_files: list[str] = field(default_factory=list)
    long_functions: list[str] = field(default_factory=list)
    small_helpers: list[str] = field(default_factory=list)
    dialect: Counter[str] = field(default_factory=Counter)
    classes: dict[str, list[str]] = field(default_factory=dict)
    median: float = 0.0
    """Lines of a function."""
    p90: float = 0.0


def count() -> Figures:
    """Return the figures of the package as it is on disk."""
    modules = read_modules()
    lengths = [length(node) for module in modules for node in functions(module.tree)]
    words = Counter(name for module in modules for name in identifiers(module.tree))
    return Figures(
        lines=sum(module.lines for module in modules),
        files=len(modules),
        circles=circles(modules),
        long_files=[f"{m.place} ({m.lines})" for m in modules if m.lines > MAX_FILE],
        long_functions=[
            f"{module.place}:{node.lineno} {node.name} ({length(node)})"
            for module in modules
            for node in functions(module.tree)
            if length(node) > MAX_FUNCTION
        ],
        small_helpers=small_helpers(modules),
        dialect=Counter({word: words[word] for word in DIALECT}),
        classes=class_names(modules),
        median=statistics.median(lengths),
        p90=statistics.quantiles(lengths, n=10)[-1],
    )


def main(arguments: list[str]) -> None:
    """Print the figures."""
    figures = count()
    listed: dict[str, list[str]] = {
        "import circles": [", ".join(circle) for circle in figures.circles],
        f"files over {MAX_FILE} lines": figures.long_files,
        f"functions over {MAX_FUNCTION} lines": figures.long_functions,
        f"private functions under {SMALL} lines with one caller": figures.small_helpers,
        "class names used twice": [f"{name}: {', '.join(at)}" for name, at in figures.classes.items()],
    }
    print(f"{figures.lines:,} lines in {figures.files} files")  # noqa: T201
    print(f"function length: median {figures.median:g}, p90 {figures.p90:g}")  # noqa: T201
    for title, places in listed.items():
        print(f"{len(places):5} {title}")  # noqa: T201
        for place in places if "--list" in arguments else ():
            print(f"        {place}")  # noqa: T201
    print("identifiers:", ", ".join(f"{word} {number}" for word, number in figures.dialect.items()))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
