"""What has become slower since a saved run, against the answers in each of the two runs, on whatever machines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Regressions:
    """Compares ratios by criteria for each group: the part of its speed that a subject may lose."""

    criteria: Mapping[str, float]
    saved: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[str]) -> Regressions:
        """From lines such as "multi-head: 30%". Raises ValueError with the line at fault."""
        criteria = {}
        for line in lines:
            found = re.fullmatch(r"\s*(\S+)\s*:\s*(\d+(?:\.\d+)?)\s*%\s*", line)
            if not found:
                raise ValueError(f"benchmark_ratio_fail: {line!r} is not of the form 'group: 30%'")
            criteria[found[1]] = float(found[2]) / 100
        return cls(criteria)

    def before(self, benchmarks: Sequence[dict[str, Any]]) -> None:
        """The benchmarks of a saved run."""
        self.saved |= {one["fullname"]: one for one in benchmarks if "ratio" in one.get("extra_info", {})}

    def now(self, benchmarks: Sequence[dict[str, Any]]) -> None:
        """The benchmarks of this run, each held against the saved one of the same name."""
        for one in benchmarks:
            earlier, may_lose = self.saved.get(one["fullname"]), self.criteria.get(one["group"])
            if earlier is None or may_lose is None:
                continue
            was, now = earlier["extra_info"]["ratio"], one["extra_info"]["ratio"]
            if now < was * (1 - may_lose):
                self.found.append(
                    f"group {one['group']}: {one['extra_info']['subject']} is {now:.2f} times as fast as "
                    f"{one['extra_info']['rival']}, and was {was:.2f} times as fast: it lost "
                    f"{1 - now / was:.0%} of its speed, where {may_lose:.0%} are allowed"
                )
