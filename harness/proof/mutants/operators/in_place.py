"""A tensor that is changed, or a new one."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import torch

from harness.proof.mutants.operators.grouping import owner
from harness.proof.mutants.site import Site

BY_SIGN: dict[type[cst.BaseBinaryOp], tuple[str, type[cst.BaseAugOp]]] = {
    cst.Add: ("add_", cst.AddAssign),
    cst.Subtract: ("sub_", cst.SubtractAssign),
    cst.Multiply: ("mul_", cst.MultiplyAssign),
    cst.Divide: ("div_", cst.DivideAssign),
    cst.Power: ("pow_", cst.PowerAssign),
}


def changed(site: Site) -> Iterator[cst.CSTNode]:
    """x.m_() for x.m(), x.add_(y) for x + y, x += y for x = x + y; and back."""
    match site.node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(name))):
            if other := _other(name):
                assert isinstance(site.node.func, cst.Attribute)
                yield site.node.with_changes(func=site.node.func.with_changes(attr=cst.Name(other)))
        case cst.BinaryOperation() if type(site.node.operator) in BY_SIGN:
            method, _ = BY_SIGN[type(site.node.operator)]
            yield cst.Call(cst.Attribute(owner(site.node.left), cst.Name(method)), [cst.Arg(site.node.right)])
        case cst.Assign(targets=[target], value=cst.BinaryOperation() as value) if type(value.operator) in BY_SIGN:
            if value.left.deep_equals(target.target):
                _, sign = BY_SIGN[type(value.operator)]
                yield cst.AugAssign(target.target, sign(), value.right)
        case cst.AugAssign():
            for operator, (_, sign) in BY_SIGN.items():
                if isinstance(site.node.operator, sign) and isinstance(site.node.target, cst.BaseExpression):
                    value = cst.BinaryOperation(site.node.target, operator(), site.node.value)
                    yield cst.Assign([cst.AssignTarget(site.node.target)], value)


def _other(name: str) -> str:
    """The method that does the same in place, or not."""
    if name.startswith("_") or name.endswith("__"):
        return ""
    other = name.removesuffix("_") if name.endswith("_") else f"{name}_"
    return other if hasattr(torch.Tensor, other) else ""
