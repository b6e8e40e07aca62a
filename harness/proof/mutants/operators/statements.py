"""A statement less."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.site import Site


def deleted(site: Site) -> Iterator[cst.CSTNode | cst.RemovalSentinel]:
    """Nothing in place of a statement, a decorator, or one branch of a condition."""
    match site.node:
        case cst.SimpleStatementLine():
            yield site.node.with_changes(body=[cst.Pass()])
        case cst.For() | cst.If() | cst.While() | cst.With():
            yield cst.SimpleStatementLine([cst.Pass()])
        case cst.Decorator():
            yield cst.RemoveFromParent()
