"""The same numbers in another order."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.operators.grouping import owner
from harness.proof.mutants.site import Site


def transposed(site: Site) -> Iterator[cst.CSTNode]:
    """A value with its last two dimensions the other way round."""
    if isinstance(site.node, cst.BaseExpression) and site.is_value:
        yield cst.Attribute(owner(site.node), cst.Name("mT"))


def reversed_(site: Site) -> Iterator[cst.CSTNode]:
    """A value from its end, along the first dimension or the last; a loop from its end."""
    if not isinstance(site.node, cst.BaseExpression):
        return
    if site.is_value:
        yield from (asked(site.node, f"flip({dim})") for dim in (0, -1))
    if isinstance(site.parent, (cst.For, cst.CompFor)) and site.node is site.parent.iter:
        yield cst.Call(cst.Name("reversed"), [cst.Arg(site.node)])


def asked(expression: cst.BaseExpression, call: str) -> cst.BaseExpression:
    """An expression with a call of one of its methods."""
    made = cst.parse_expression(f"x.{call}")
    assert isinstance(made, cst.Call) and isinstance(made.func, cst.Attribute)
    return made.with_changes(func=made.func.with_changes(value=owner(expression)))
