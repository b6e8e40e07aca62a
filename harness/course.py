"""What a course is, as a record, and the one that this process is about.

A course is a package beside its answers, skeleton and tests. Its `__init__.py` holds COURSE, which a sandbox may read
with all that it imports. What tells an answer lies in the modules that a Course imports when they are asked for.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

import torch
from torch import Tensor

from harness.case import Build, Call, Case
from harness.where import go_to, home, there

PAGE = "docs/contract.md"  # the contract in words, of a course that has one

Shape: TypeAlias = tuple[int, ...]
Shapes: TypeAlias = Mapping[str, Shape]
Promise: TypeAlias = tuple[Shape | None, torch.dtype]  # None: nothing is returned
Promises: TypeAlias = Mapping[str, Callable[..., Promise]]  # by the arguments of the constructor, and the inputs


@dataclass(frozen=True)
class Method:
    """A method that is called.

    arguments: those of its definition. returns: each thing that it returns, by the name that a student reads.
    autograd: it runs with autograd on, even where nothing is pulled back.
    """

    arguments: str
    returns: Promises
    autograd: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments without self and without their defaults."""
        return tuple(argument.partition("=")[0] for argument in self.arguments.split(", ") if argument != "self")


@dataclass(frozen=True)
class Contract:
    """What a class promises.

    file: where it is, without .py. arguments: those of the constructor. parameters: from these, the shape of each
    trained tensor, by its name in the state dict. logged: tensors that forward leaves on the module.
    """

    file: str
    arguments: tuple[str, ...]
    parameters: Callable[..., Shapes]
    methods: Mapping[str, Method]
    logged: Promises = field(default_factory=dict)

    def with_autograd(self, call: Call) -> bool:
        """Whether autograd is on while a call of it runs."""
        return call.with_autograd or self.methods[call.method].autograd


@dataclass(frozen=True)
class ReadyMade:
    """Functions of torch that do the work of a TODO, by their names; torch's own modules call the same ones.

    called: as a student reads it, "torch's own convolution". use: nothing is said of it, the board and the staff are
    told, or the TODO is not done.
    """

    called: str
    functions: frozenset[str]
    use: Literal["allowed", "told", "refused"] = "told"


@dataclass(frozen=True)
class Todo:
    """One rung of the ladder: what it is about, the classes to write, what it is worth.

    built: a sentence on what a student has, once it is done. questions: how many the handout asks about it.
    ready_made: what torch has that does the work.
    """

    number: int
    week: int
    title: str
    classes: tuple[str, ...]
    points: int = 10
    built: str = ""
    questions: int = 0
    ready_made: tuple[ReadyMade, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold its classes, without .py."""
        return tuple(course().contracts[name].file for name in self.classes)


@dataclass(frozen=True)
class Words:
    """How a course speaks of its tensors.

    sizes: of a case, by letter. dimensions: of each thing that is returned, from the last one. conditions: on the
    sizes, by the end of a sentence. readings: sentences on a tensor of this name, got and expected. steps: of a forward
    pass of each class, what the answer's operations and parts are called, by their names in a trace; of those that come
    again, "matmul 2" is the second.
    """

    sizes: Callable[[Case], Mapping[str, int]]
    dimensions: Mapping[str, tuple[str, ...]]
    conditions: Mapping[str, Callable[[Mapping[str, int]], bool]]
    readings: Callable[[str, Tensor, Tensor], Iterator[str]] = lambda name, got, want: iter(())
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Probes:
    """Cases that tell one mistake from another.

    is_plain: whether a call is a forward pass, as every class makes it. telling: such cases of each class, of sizes at
    which different mistakes give different numbers. others: all other kinds of cases.
    """

    is_plain: Callable[[Call], bool]
    telling: Callable[[Iterable[str]], list[Case]]
    others: Callable[[Iterable[str]], list[Case]]


@dataclass(frozen=True)
class Growth:
    """Where hidden work shows: from few (examples, positions, ...) to many.

    most: what may be added, in units of what the answers take for many. aside: what is not added, in units of what the
    answers take for few.
    """

    what: str
    few: Case
    many: Case
    most: float
    aside: float


@dataclass(frozen=True)
class Costs:
    """What claims about cost measure, beside the claims.

    standard: the case at which the cost of a class is shown. growths: the cases, drawn by a seed, in which the clock
    shows work that was hidden from the count. limits: by group of benchmarks, the class whose stand-in is as fast as
    can be, and what that is called.
    """

    standard: Callable[[str], Case]
    growths: Callable[[str, int], Iterator[Growth]]
    limits: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Course:
    """A course.

    name: of its kit and its caches. package: the one that holds this record. buffers: tensors that a state dict may
    hold besides the parameters, by the last part of their names. stand_ins: the contracts of modules that are put
    around a student's class. replaceable: the classes for which a stand-in of the same name is put where an earlier
    TODO is wrong. finished: what to do once all is done, and the arguments of Python for it. leaderboard: the class
    whose speed a grade tells, and the one that it is held against.
    """

    name: str
    title: str
    package: str
    todos: tuple[Todo, ...]
    contracts: Mapping[str, Contract]
    stand_ins: Mapping[str, Contract] = field(default_factory=dict)
    replaceable: tuple[str, ...] = ()
    buffers: tuple[str, ...] = ()
    finished: tuple[str, tuple[str, ...]] | None = None
    leaderboard: tuple[str, str] | None = None

    @cached_property
    def home(self) -> Path:
        """The folder of the package."""
        file = sys.modules[self.package].__file__
        assert file is not None
        return Path(file).parent

    @property
    def root(self) -> Path:
        """The folder that holds the package, the answers, the skeleton and the tests."""
        return self.home.parent

    @property
    def answers(self) -> Path:
        """The folder of the answers, with slips/ and alternates/ in it."""
        return self.root / "reference"

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files of the classes, without .py."""
        return tuple(dict.fromkeys(contract.file for contract in self.contracts.values()))

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """Those files that a TODO asks for."""
        return tuple(file for file in self.files if self.todo_of_file(file))

    @cached_property
    def provided(self) -> tuple[str, ...]:
        """Those files that no TODO asks for: the course gives them."""
        return tuple(file for file in self.files if file not in self.wanted)

    def todo(self, number: int) -> Todo:
        """The TODO of a number; LookupError where there is none."""
        found = next((todo for todo in self.todos if todo.number == number), None)
        if found is None:
            raise LookupError(f"there is no TODO {number}; there are {self.numbers}")
        return found

    @property
    def numbers(self) -> str:
        """The numbers of the TODOs, in words."""
        return f"{self.todos[0].number} to {self.todos[-1].number}"

    def todo_of_file(self, file: str) -> Todo | None:
        """The TODO that a file (without .py) belongs to, if any."""
        return next((todo for todo in self.todos if file in todo.files), None)

    def todo_of_class(self, name: str) -> Todo:
        """The TODO that asks for a class."""
        return next(todo for todo in self.todos if name in todo.classes)

    def contract(self, build: Build) -> Contract:
        """What the class of a build promises. A stand-in may be called like the class that it stands in for."""
        promised = self.stand_ins if build.stand_in and build.name in self.stand_ins else self.contracts
        return promised[build.name]

    @cached_property
    def words(self) -> Words:
        found: Words = self.part("words").WORDS
        return found

    @cached_property
    def probes(self) -> Probes:
        found: Probes = self.part("probes").PROBES
        return found

    @cached_property
    def costs(self) -> Costs:
        found: Costs = self.part("costs").COSTS
        return found

    def part(self, name: str) -> Any:
        """A module of the package."""
        return importlib.import_module(f"{self.package}.{name}")


def shapes(build: Build) -> Shapes:
    """The shape of each parameter of a build, by its name in the state dict."""
    return course().contract(build).parameters(**build.args)


_chosen: list[Course] = []  # kept here, as a worker takes our modules out of sys.modules


def course() -> Course:
    """The course of this process: the one that was chosen last, or else that of pytest.ini beside the engine."""
    return _chosen[-1] if _chosen else choose(home())


def choose(package: Path) -> Course:
    """From now on, this process is about the course in a folder. Raises LookupError where it holds none."""
    if not (package / "__init__.py").is_file():
        raise LookupError(f"there is no package {package}: pytest.ini says where it is, as in `course = spec`")
    if (parent := str(package.resolve().parent)) not in sys.path:
        sys.path.insert(0, parent)
    found = getattr(importlib.import_module(package.name), "COURSE", None)
    if not isinstance(found, Course) or found.home.resolve() != package.resolve():
        raise LookupError(f"{package}/__init__.py holds no COURSE, or another package is called {package.name} too")
    _chosen[:] = [found]
    go_to(package)
    return found


@contextmanager
def chosen(package: Path) -> Iterator[Course]:
    """For a while, this process is about the course in a folder."""
    before = _chosen.copy()
    try:
        with there(package):
            yield choose(package)
    finally:
        _chosen[:] = before
