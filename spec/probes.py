"""Cases that tell one mistake from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter

from hypothesis.strategies import SearchStrategy

from harness.case import Call, Case
from harness.course import Probes
from harness.draw.sample import sample
from spec.cases import cases, histories, prompts
from spec.claims.attention import stretched
from spec.claims.debug_mode import debugs
from spec.claims.dropout import constant_sublayers
from spec.claims.instances import instances
from spec.claims.positions import encodings
from spec.interface import INTERFACE
from spec.words import sizes


def is_plain(call: Call) -> bool:
    """A forward pass, as every class makes it."""
    return call.method in ("forward", "logits") and not call.options


def telling(names: Iterable[str]) -> list[Case]:
    """Forward passes of each class, of sizes at which different mistakes give different numbers."""
    return [case for name in sorted(names) for case in _telling_of(name)]


def others(names: Iterable[str]) -> list[Case]:
    """All other kinds of cases of each class."""
    return [case for name in sorted(names) for case in _others_of(name)]


@cache
def _telling_of(name: str) -> tuple[Case, ...]:
    return tuple(case for strategy in _telling(name) for case in sample(strategy))


@cache
def _others_of(name: str) -> tuple[Case, ...]:
    return tuple(case for strategy in _others(name) for case in sample(strategy))


def _telling(name: str) -> Iterator[SearchStrategy[Case]]:
    plain = cases(name, awkward=False).filter(_is_telling)
    yield plain
    if name == "BlockVer4":
        yield plain.map(_in_train_mode)
        yield constant_sublayers()


def _is_telling(case: Case) -> bool:
    size = sizes(case)
    return size.get("T", 3) >= 3 and all(size.get(letter, 2) >= 2 for letter in "BCDHV")


def _in_train_mode(case: Case) -> Case:
    return case.on(*case.call.inputs, train=True, seed=0)


def _others(name: str) -> Iterator[SearchStrategy[Case]]:
    yield cases(name)
    yield histories(name)
    yield from (instances(name).map(itemgetter(i)) for i in (1, 2))
    if name.startswith("GPT"):
        yield prompts(name)
    if name == "GPTVer3":
        yield encodings()
    if {"head_size", "n_heads"} & set(INTERFACE[name].arguments):
        yield stretched(name)
    if name == "HeadVer4":
        yield debugs(n=16, T=3)


PROBES = Probes(is_plain, telling, others)
