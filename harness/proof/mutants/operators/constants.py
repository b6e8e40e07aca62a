"""Another constant."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.operators.grouping import operand
from harness.proof.mutants.site import Site

OTHER = {"True": "False", "False": "True"}


def changed(site: Site) -> Iterator[cst.CSTNode]:
    """An integer by one, a truth value, a name in quotes; a number in quotes gets the other sign, or is 0."""
    match site.node:
        case cst.Integer():
            n = site.node.evaluated_value
            yield from map(written, (n + 1, n - 1))
        case cst.Name(value) if value in OTHER and not site.is_target:
            yield cst.Name(OTHER[value])
        case cst.SimpleString():
            text = str(site.node.evaluated_value)
            yield from (cst.SimpleString(f'"{other}"') for other in _texts(text))


def _texts(text: str) -> Iterator[str]:
    try:
        float(text)
    except ValueError:
        yield f"{text}_"
    else:
        yield text.removeprefix("-") if text.startswith("-") else f"-{text}"
        yield "0"


def floats(site: Site) -> Iterator[cst.CSTNode]:
    """A number with a point by one."""
    if isinstance(site.node, cst.Float):
        x = site.node.evaluated_value
        yield from map(written, (x + 1, x - 1))


def exponents(site: Site) -> Iterator[cst.CSTNode]:
    """A power of another exponent; a number with a point ten times as large, or as small."""
    match site.node:
        case cst.BinaryOperation(operator=cst.Power(), right=exponent):
            yield site.node.with_changes(right=cst.UnaryOperation(cst.Minus(), operand(exponent)))
            for operator in (cst.Multiply(), cst.Divide()):
                other = cst.BinaryOperation(operand(exponent), operator, cst.Integer("2"))
                yield site.node.with_changes(right=operand(other))
        case cst.Float():
            x = site.node.evaluated_value
            yield from map(written, (x * 10, x / 10))


def written(x: float) -> cst.BaseExpression:
    """A number as Python has it."""
    return cst.parse_expression(repr(x))
