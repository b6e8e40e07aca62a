"""The claims of tests/test_N.py, outside of pytest."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.case import Implementation
from harness.compare.bench import Bench
from harness.course import Todo, course
from harness.draw.check import Check  # with Hypothesis's profile, before any claim is decorated

LONG = {"seed", "opponent"}  # arguments of claims that train, and that race


@dataclass(frozen=True)
class Claim:
    """A claim about a TODO."""

    todo: Todo
    name: str
    check: Check

    @property
    def compares(self) -> bool:
        """Whether it holds the implementation against the reference: most mistakes die of that at once."""
        return "reference" in self.check.arguments

    @property
    def takes_long(self) -> bool:
        """Whether it trains or races. A mistake that it finds has no name."""
        example = self.check.claim.hypothesis.inner_test  # type: ignore[attr-defined]
        return not LONG.isdisjoint(inspect.signature(example).parameters)


def claims(tests: Path, reference: Implementation) -> Mapping[int, tuple[Claim, ...]]:
    """The claims of each TODO, in the order of its file."""
    return {todo.number: claims_of(todo, tests, reference) for todo in course().todos}


def claims_of(todo: Todo, tests: Path, reference: Implementation) -> tuple[Claim, ...]:
    """The claims of one TODO. Raises what its file raises, and TypeError where a claim draws nothing."""
    spec = importlib.util.spec_from_file_location(f"_claims_{todo.number}", tests / f"test_{todo.number}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = []
    for name, claim in vars(module).items():
        if name.startswith("test_"):
            if not hasattr(claim, "hypothesis"):
                raise TypeError(f"test_{todo.number}.py: {name} draws nothing: a claim is made with @given")
            wanted = inspect.signature(claim).parameters
            given = {"reference": reference, "opponent": reference, "bench": Bench()}
            arguments = {argument: given[argument] for argument in given.keys() & wanted}
            found.append(Claim(todo, name, Check(claim, arguments)))
    return tuple(found)
