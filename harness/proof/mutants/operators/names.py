"""Another name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.site import Site

KEYWORD = ("True", "False", "None")


def swapped(site: Site) -> Iterator[cst.CSTNode]:
    """Each other name that the method binds, and each other field of the object. Of a wrong shape, it dies at once."""
    match site.node:
        case cst.Name(value) if _is_read(site) and value in site.names:
            yield from (cst.Name(other) for other in site.names if other not in (value, "self"))
        case cst.Attribute(cst.Name("self"), cst.Name(value)) if value in site.fields and not site.is_target:
            yield from (site.node.with_changes(attr=cst.Name(other)) for other in site.fields if other != value)


def _is_read(site: Site) -> bool:
    match site.parent:
        case cst.Attribute(attr=attr):
            return site.node is not attr
        case cst.Arg(keyword=keyword):
            return site.node is not keyword
        case cst.Param() | cst.AssignTarget() | cst.For() | cst.CompFor():
            return site.node is getattr(site.parent, "iter", None)
    return not site.is_target
