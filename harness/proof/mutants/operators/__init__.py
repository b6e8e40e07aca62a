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

OPERATORS: Mapping[str, Operator] = {  # of two that make the same, the first has it
    "dimension changed": dims.changed,
    "exponent changed": constants.exponents,
    "float by one": constants.floats,
    "constant changed": constants.changed,
    "comparison changed": comparisons.changed,
    "condition negated": conditions.negated,
    "arithmetic changed": arithmetic.changed,
    "operand dropped": arithmetic.dropped,
    "statement deleted": statements.deleted,
    "argument dropped": arguments.dropped,
    "arguments swapped": arguments.swapped,
    "detached or not": gradients.detached,
    "call not made": calls.replaced,
    "transposed": layouts.transposed,
    "reversed": layouts.reversed_,
    "in place or not": in_place.changed,
    "mode switched": modes.switched,
    "name swapped": names.swapped,
}
