"""The same numbers in another order."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.site import Site


def transposed(site: Site) -> Iterator[cst.CSTNode]:
    """A value with its last two dimensions the other way round."""
    if isinstance(site.node, cst.BaseExpression) and site.is_value:
        yield cst.Attribute(grouped(site.node), cst.Name("mT"))


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
    return made.with_changes(func=made.func.with_changes(value=grouped(expression)))


def grouped(expression: cst.BaseExpression) -> cst.BaseExpression:
    """In parentheses, where a point after it would belong to a part of it alone."""
    whole = (cst.Name, cst.Attribute, cst.Call, cst.Subscript)
    if isinstance(expression, whole) or expression.lpar:
        return expression
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
