"""All that pyproject.toml says of packages: which are needed, and where torch comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

GROUP = "student"
CPU = "pytorch-cpu"  # the index that uv knows by this name


def packages(root: Path) -> list[str]:
    """Those that a board needs."""
    project = _project(root)
    return [*project["project"]["dependencies"], *_of(GROUP, project["dependency-groups"])]


def cpu_index(root: Path) -> str:
    """Where torch's CPU build is; empty where the project names no such place."""
    indexes = _project(root).get("tool", {}).get("uv", {}).get("index", [])
    return next((str(index["url"]) for index in indexes if index["name"] == CPU), "")


def _of(group: str, groups: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    for each in groups[group]:
        if isinstance(each, str):
            yield each
        else:
            yield from _of(each["include-group"], groups)


def _project(root: Path) -> Mapping[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
