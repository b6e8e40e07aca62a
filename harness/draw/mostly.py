"""Values of which some come seldom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


def mostly(usual: Sequence[T], seldom: Sequence[T], one_in: int) -> st.SearchStrategy[T]:
    """One of the usual values; once in so many draws, one of the others. Shrinking ends at the first usual one."""
    return st.sampled_from((*(one_in - 1) * (usual,), seldom)).flatmap(st.sampled_from)
