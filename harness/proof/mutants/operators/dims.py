"""Another dimension."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.operators.constants import written
from harness.proof.mutants.site import Site

KEYWORDS = frozenset(("dim", "dims", "dim0", "dim1", "axis", "start_dim", "end_dim"))
METHODS = frozenset(
    (
        *("mean", "sum", "var", "softmax", "size", "select", "cat", "stack", "unbind"),
        *("flatten", "unflatten", "squeeze", "unsqueeze", "flip", "movedim", "permute", "swapdims", "transpose"),
    )
)
OTHERS = (-3, -2, -1, 0, 1, 2, 3)


def changed(site: Site) -> Iterator[cst.CSTNode]:
    """Each other dimension, where one is named, passed to a method that takes one, or looked up in a shape."""
    value = _value(site.node)
    if value is not None and _is_dimension(site):
        yield from (written(other) for other in OTHERS if other != value)


def _value(node: cst.CSTNode) -> int | None:
    match node:
        case cst.Integer():
            return node.evaluated_value
        case cst.UnaryOperation(cst.Minus(), cst.Integer()):
            assert isinstance(node.expression, cst.Integer)
            return -node.expression.evaluated_value
    return None


def _is_dimension(site: Site) -> bool:
    match site.parents[:3]:
        case (cst.UnaryOperation(), *_):
            return False
        case (cst.Arg(keyword=cst.Name(value)), *_):
            return value in KEYWORDS
        case (cst.Arg(), cst.Call(func=cst.Attribute(attr=cst.Name(value))), *_):
            return value in METHODS
        case (cst.Index(), cst.SubscriptElement(), cst.Subscript(value=cst.Attribute(attr=cst.Name("shape")))):
            return True
    return False
