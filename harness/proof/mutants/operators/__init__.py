"""The operators: from a place of an answer to what may stand there instead, one family a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import libcst as cst

from harness.proof.mutants.operators import (
    arguments,
    arithmetic,
    calls,
    comparisons,
    conditions,
    constants,
    dims,
    gradients,
    in_place,
    layouts,
    modes,
    names,
    statements,
)
from harness.proof.mutants.site import Site

Operator: TypeAlias = Callable[[Site], Iterator[cst.CSTNode | cst.RemovalSentinel]]

OPERATORS: Mapping[str, Operator] = {
    "constant changed": constants.changed,
    "float by one": constants.floats,
    "exponent changed": constants.exponents,
    "comparison changed": comparisons.changed,
    "arithmetic changed": arithmetic.changed,
    "operand dropped": arithmetic.dropped,
    "statement deleted": statements.deleted,
    "argument dropped": arguments.dropped,
    "arguments swapped": arguments.swapped,
    "dimension changed": dims.changed,
    "condition negated": conditions.negated,
    "call replaced by its argument": calls.replaced,
    "transposed": layouts.transposed,
    "reversed": layouts.reversed_,
    "detached or not": gradients.detached,
    "in place or not": in_place.changed,
    "mode switched": modes.switched,
    "name swapped": names.swapped,
}
