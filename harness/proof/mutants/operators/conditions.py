"""The other branch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.operators.grouping import operand
from harness.proof.mutants.site import Site


def negated(site: Site) -> Iterator[cst.CSTNode]:
    """not, before a condition."""
    if isinstance(site.parent, (cst.If, cst.IfExp, cst.While, cst.CompIf)) and site.node is site.parent.test:
        assert isinstance(site.node, cst.BaseExpression)
        yield cst.UnaryOperation(cst.Not(), operand(site.node))
