"""Cases that tell one mistake from another."""

from __future__ import annotations

from collections.abc import Iterable

from harness.case import Call, Case
from harness.course import Probes
from harness.draw.sample import sample
from toy.cases import regressions, softmaxes, steps

TELLING = {"Softmax": softmaxes(), "Regression": regressions()}
OTHERS = {"Regression": steps()}


def is_plain(call: Call) -> bool:
    """A forward pass, as every class makes it."""
    return call.method == "forward"


def telling(names: Iterable[str]) -> list[Case]:
    """Forward passes of each class."""
    return [case for name in sorted(names) for case in sample(TELLING[name])]


def others(names: Iterable[str]) -> list[Case]:
    """All other kinds of cases of each class."""
    return [case for name in sorted(OTHERS.keys() & set(names)) for case in sample(OTHERS[name])]


PROBES = Probes(is_plain, telling, others)
