"""What one run leaves for the next, in pytest's cache."""

from __future__ import annotations

from typing import Any

import pytest


def remembered(config: pytest.Config, key: str, default: Any) -> Any:
    """What an earlier run left under a key; the default where there is nothing, or pytest keeps no cache."""
    cache = _cache(config)
    return cache.get(key, default) if cache else default


def remember(config: pytest.Config, key: str, value: Any) -> None:
    """Leave something, which JSON can hold, for a later run."""
    cache = _cache(config)
    if cache:
        cache.set(key, value)


def _cache(config: pytest.Config) -> pytest.Cache | None:
    return getattr(config, "cache", None)  # -p no:cacheprovider leaves it out
