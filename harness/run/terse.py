"""What a tensor looks like when it is printed is no part of what a class costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor


@contextmanager
def terse() -> Iterator[None]:
    """Meanwhile a tensor that is printed, which takes as long as a hundred operations, shows its shape alone."""
    whole = Tensor.__repr__
    setattr(Tensor, "__repr__", lambda self, **_: f"tensor of {tuple(self.shape)}")  # noqa: B010
    try:
        yield
    finally:
        setattr(Tensor, "__repr__", whole)  # noqa: B010
