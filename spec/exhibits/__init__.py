"""What a claim shows once it holds, for those who ask by `pytest -s`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.case import Implementation

Show = Callable[[Implementation], str]


def shows(show: Show) -> pytest.MarkDecorator:
    """Marks a claim that shows something: what is printed of the implementation, in 80 columns."""
    return pytest.mark.shows.with_args(show)
