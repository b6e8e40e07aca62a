"""What was found of one TODO of a submission. It crosses from process to process as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from harness.tell.results import Claim


@dataclass(frozen=True)
class Judged:
    """The claims of a TODO, judged; what the submission printed meanwhile, and the seconds that it ran or slept.

    speedup: how many times as fast as its rival the class of the leaderboard is, where that was measured.
    """

    claims: tuple[Claim, ...]
    printed: str = ""
    spent: float = 0.0
    speedup: float | None = None

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Judged:
        fields: dict[str, Any] = json.loads(text)
        return cls(claims=tuple(map(Claim.read, fields.pop("claims"))), **fields)
