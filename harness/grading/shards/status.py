"""status.json: how far a run is, for scripts; and for a shard, whether its run is still the one that is wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.grading.reports.folders import replace_files

NAME = "status.json"


def write(out: Path, status: Mapping[str, Any]) -> None:
    replace_files(out, {NAME: json.dumps(status, indent=1, ensure_ascii=False) + "\n"})


def run_in(out: Path) -> str:
    """The number of the run that writes into a folder; empty where none can be read."""
    try:
        return str(json.loads((out / NAME).read_bytes())["run"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
