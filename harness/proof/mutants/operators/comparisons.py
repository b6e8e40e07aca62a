"""Another comparison."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.site import Site

FAMILIES = (
    (cst.Equal, cst.NotEqual, cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual),
    (cst.Is, cst.IsNot),
    (cst.In, cst.NotIn),
)


def changed(site: Site) -> Iterator[cst.CSTNode]:
    """Each other sign of the same family."""
    if isinstance(site.node, cst.BaseCompOp):
        own = type(site.node)
        yield from (other() for family in FAMILIES if own in family for other in family if other is not own)
