"""Parentheses, where a piece of code would fall apart without."""

from __future__ import annotations

import libcst as cst

ONE_PIECE = (cst.Attribute, cst.Call, cst.Float, cst.Integer, cst.Name, cst.Subscript)


def operand(expression: cst.BaseExpression) -> cst.BaseExpression:
    """As one side of a sign."""
    return expression if isinstance(expression, ONE_PIECE) or expression.lpar else _grouped(expression)


def owner(expression: cst.BaseExpression) -> cst.BaseExpression:
    """As what stands before a point: there a number is grouped too."""
    return _grouped(expression) if isinstance(expression, cst.BaseNumber) else operand(expression)


def _grouped(expression: cst.BaseExpression) -> cst.BaseExpression:
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
