"""An argument less, or two the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import libcst as cst

from harness.proof.mutants.site import Site


def dropped(site: Site) -> Iterator[cst.CSTNode]:
    """A call without one of its arguments; a slice without one of its bounds."""
    match site.node:
        case cst.Call(args=args):
            yield from (site.node.with_changes(args=_without(args, i)) for i in range(len(args)))
        case cst.Slice():
            bounds = [name for name in ("lower", "upper", "step") if getattr(site.node, name)]
            yield from (site.node.with_changes(**{name: None}) for name in bounds)


def swapped(site: Site) -> Iterator[cst.CSTNode]:
    """Two neighbours among the arguments, the elements of a tuple, or the indices."""
    match site.node:
        case cst.Call(args=args):
            values = [arg.value for arg in args]
            for i, j in pairwise(range(len(args))):
                yield site.node.with_changes(args=_with(args, values, i, j, "value"))
        case cst.Tuple(elements=elements) if len(elements) > 1:
            values = [element.value for element in elements]
            for i, j in pairwise(range(len(elements))):
                yield site.node.with_changes(elements=_with(elements, values, i, j, "value"))
        case cst.Subscript(slice=indices):
            places = [index.slice for index in indices]
            for i, j in pairwise(range(len(indices))):
                yield site.node.with_changes(slice=_with(indices, places, i, j, "slice"))


def _without(args: Sequence[cst.Arg], i: int) -> list[cst.Arg]:
    left = [arg for j, arg in enumerate(args) if j != i]
    return [*left[:-1], left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)] if left else []


def _with(parts: Sequence[Any], values: Sequence[Any], i: int, j: int, field: str) -> list[Any]:
    """The parts, with the values of two of them the other way round."""
    found = list(parts)
    found[i] = parts[i].with_changes(**{field: values[j]})
    found[j] = parts[j].with_changes(**{field: values[i]})
    return found
