"""From a source to its mutants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import libcst as cst

from harness.proof.mutants.bytecode import bytecode
from harness.proof.mutants.operators import OPERATORS
from harness.proof.mutants.site import sites


@dataclass(frozen=True)
class Mutant:
    """A source that is changed in one place.

    where: the class and the method. number, line: the first line that is changed. becomes: what stands there instead.
    """

    operator: str
    where: str
    number: int
    line: str
    becomes: str
    source: str

    @property
    def class_name(self) -> str:
        return self.where.partition(".")[0]


def mutants(source: str) -> Iterator[Mutant]:
    """Each mutant of a source once: of several that run alike, the first; none that runs like the source."""
    module, known = cst.parse_module(source), {repr(bytecode(source))}
    for site in sites(module):
        for operator, changes in OPERATORS.items():
            for change in changes(site):
                changed = module.deep_replace(site.node, change)  # type: ignore[type-var]
                assert isinstance(changed, cst.Module)
                mutant = _mutant(operator, site.where, source, changed.code)
                if mutant and (runs := _runs(mutant.source)) and runs not in known:
                    known.add(runs)
                    yield mutant


def _runs(source: str) -> str:
    """What Python makes of it; nothing where it is no Python."""
    try:
        return repr(bytecode(source))
    except SyntaxError:
        return ""


def _mutant(operator: str, where: str, source: str, changed: str) -> Mutant | None:
    old, new = source.splitlines(), changed.splitlines()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new)))
    old, new = old[same:], new[same:]
    rest = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(old), reversed(new))))
    if old == new:
        return None
    removed, added = old[: len(old) - rest], new[: len(new) - rest]
    return Mutant(operator, where, same + 1, _said(removed[:1]), _said(added), changed)


def _said(lines: list[str]) -> str:
    """Lines without indentation and comments."""
    return "; ".join(line.partition("  #")[0].strip() for line in lines)
