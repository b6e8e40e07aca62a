"""What was found of one TODO of a submission. It crosses from process to process as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from harness.tell.results import Claim


@dataclass(frozen=True)
class Judged:
    """The claims of a TODO, judged; what the submission printed meanwhile, and the seconds that it ran or slept.

    speedup: how many times as fast as its rival the class of the leaderboard is, where that was measured. suspicions:
    what the clock says against its counts. They take no points: a clock can be wrong.
    """

    claims: tuple[Claim, ...]
    printed: str = ""
    spent: float = 0.0
    speedup: float | None = None
    suspicions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Judged:
        fields: dict[str, Any] = json.loads(text)
        claims, suspicions = map(Claim.read, fields.pop("claims")), fields.pop("suspicions")
        return cls(claims=tuple(claims), suspicions=tuple(suspicions), **fields)
