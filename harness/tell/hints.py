"""The hints: for each open method and each claim, three steps that lead to the line to write."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from harness.tell.results import Claim


@dataclass(frozen=True)
class Hint:
    """What a teacher would say, one step after another: the concept, the place, nearly the line.

    about: patterns of methods ("GPTVer1.generate") and of claims ("test_gpt_ver_1_generate_*").
    """

    name: str
    about: tuple[str, ...]
    steps: tuple[str, ...]

    def fits(self, topic: str) -> bool:
        """Whether it is about this method or claim."""
        return any(fnmatchcase(topic, pattern) for pattern in self.about)


@cache
def hints() -> tuple[Hint, ...]:
    """All hints, the more special ones first."""
    records = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Hint(name, tuple(record["about"]), tuple(record["steps"])) for name, record in records.items())


def hint_for(topic: str) -> Hint | None:
    """The hint about a method or a claim, if there is one."""
    return next((hint for hint in hints() if hint.fits(topic)), None)


def topic(claim: Claim) -> str:
    """What a claim that does not hold is about: the open method that it ran into, or what it claims."""
    opened = re.search(r"\bTODO \d+: (\w+\.\w+)", claim.message)
    return opened[1] if opened and claim.verdict in ("not started", "blocked") else claim.name
