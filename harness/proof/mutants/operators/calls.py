"""A call that is not made."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.proof.mutants.site import Site


def replaced(site: Site) -> Iterator[cst.CSTNode]:
    """In place of a call: each argument by position, and the object whose method it is."""
    if isinstance(site.node, cst.Call):
        yield from (arg.value for arg in site.node.args if arg.keyword is None and not arg.star)
        if isinstance(site.node.func, cst.Attribute):
            yield site.node.func.value
