"""The other mode: training for evaluation, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from libcst import matchers as m

from harness.proof.mutants.site import Site

OTHER = {"train": "eval", "eval": "train"}


def switched(site: Site) -> Iterator[cst.CSTNode]:
    """not self.training for self.training, eval() for train(), and a method that sets the mode when it begins."""
    match site.node:
        case cst.Attribute(attr=cst.Name("training")) if not site.is_target:
            yield cst.UnaryOperation(cst.Not(), site.node, [cst.LeftParen()], [cst.RightParen()])
        case cst.Call(func=cst.Attribute(attr=cst.Name(name)), args=[]) if name in OTHER:
            yield site.node.with_changes(func=site.node.func.with_changes(attr=cst.Name(OTHER[name])))
        case cst.IndentedBlock() if _is_of_an_object(site.parent):
            for mode in _unlike_at_first(site.parent):
                yield site.node.with_changes(body=_with(site.node.body, f"self.{mode}()"))


def _is_of_an_object(method: cst.CSTNode) -> bool:
    return isinstance(method, cst.FunctionDef) and any(one.name.value == "self" for one in method.params.params)


def _unlike_at_first(method: cst.CSTNode) -> tuple[str, ...]:
    """The modes that it can switch to: torch begins in train mode."""
    return ("eval",) if m.matches(method, m.FunctionDef(m.Name("__init__"))) else ("train", "eval")


def _with(body: object, call: str) -> list[object]:
    """The statements, with a call before the first that does more than super().__init__()."""
    assert isinstance(body, (list, tuple))
    first = m.SimpleStatementLine([m.Expr(m.SimpleString())]) | m.SimpleStatementLine(
        [m.Expr(m.Call(m.Attribute(attr=m.Name("__init__"))))]
    )
    at = next((i for i, statement in enumerate(body) if not m.matches(statement, first)), len(body))
    return [*body[:at], cst.parse_statement(call), *body[at:]]
