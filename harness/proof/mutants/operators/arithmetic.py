"""Other arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.operators.grouping import operand
from harness.proof.mutants.site import Site

SIGNS = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power, cst.MatrixMultiply)
AUGMENTED = (cst.AddAssign, cst.SubtractAssign, cst.MultiplyAssign, cst.DivideAssign)


def changed(site: Site) -> Iterator[cst.CSTNode]:
    """Each other sign between two operands; and the operands the other way round, where that matters."""
    for family in (SIGNS, AUGMENTED):
        if type(site.node) in family:
            yield from (other() for other in family if other is not type(site.node))
    if isinstance(site.node, cst.BinaryOperation) and not isinstance(site.node.operator, (cst.Add, cst.Multiply)):
        left, right = site.node.left, site.node.right
        yield site.node.with_changes(left=operand(right), right=operand(left))


def dropped(site: Site) -> Iterator[cst.CSTNode]:
    """One operand alone, or without its sign."""
    if isinstance(site.node, cst.BinaryOperation):
        yield from map(operand, (site.node.left, site.node.right))
    if isinstance(site.node, cst.UnaryOperation):
        yield operand(site.node.expression)
