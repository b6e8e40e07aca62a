"""A gradient that flows, or not."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from libcst import matchers as m

from harness.proof.mutants.operators.layouts import asked
from harness.proof.mutants.site import Site

DETACH = m.Call(m.Attribute(attr=m.Name("detach")))


def detached(site: Site) -> Iterator[cst.CSTNode]:
    """detach() after a value, or none where there is one."""
    if m.matches(site.node, DETACH):
        assert isinstance(site.node, cst.Call) and isinstance(site.node.func, cst.Attribute)
        yield site.node.func.value
    elif isinstance(site.node, cst.BaseExpression) and site.is_value:
        yield asked(site.node, "detach()")
