"""What one run leaves for the next, in pytest's cache."""

from __future__ import annotations

import json
import platform
import sys
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import torch

from harness.course import course
from harness.draw.store import Store, digest_of_files, digest_of_sources

STORES = "ladder"
VERSIONS = sys.version, platform.machine(), torch.__version__, hypothesis.__version__


def remembered(config: pytest.Config, key: str, default: Any) -> Any:
    """What an earlier run left under a key; the default where there is nothing, or pytest keeps no cache."""
    cache = _cache(config)
    try:
        return json.loads(cache.get(key, "")) if cache else default
    except (TypeError, ValueError):
        return default


def remember(config: pytest.Config, key: str, value: Any) -> None:
    """Leave something, which JSON can hold, for a later run."""
    cache = _cache(config)
    if cache:
        cache.set(key, json.dumps(value))  # in ASCII: a path may have bytes that are no UTF-8


def store(config: pytest.Config, answers: Path, claims: Path | None = None) -> Store | None:
    """The store of what follows from the specification, the answers and a file of claims; None without a cache."""
    kept = _cache(config)
    if kept is None:
        return None
    draws = config.getoption("hypothesis_seed"), repr(hypothesis.settings())
    return Store(kept.mkdir(STORES), _rests_on(answers, claims, *draws))


@cache
def _rests_on(answers: Path, claims: Path | None, *draws: object) -> str:
    """Once a file of claims, not once a claim."""
    files = [*sorted(answers.glob("*.py")), *([claims] if claims else [])]
    return digest_of_files(files, digest_of_sources(course().home), *VERSIONS, *draws)


def _cache(config: pytest.Config) -> pytest.Cache | None:
    return getattr(config, "cache", None)  # -p no:cacheprovider leaves it out
