"""What becomes of a mutant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from harness.proof.mutants.explained import Reason
from harness.proof.mutants.make import Mutant

Verdict: TypeAlias = Literal["killed", "equal", "allowed", "unexplained", "disproved"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Fate:
    """killed_by: the first claim that it breaks. differs: it is said to be equal, and a second look tells it apart."""

    mutant: Mutant
    reason: Reason | None = None
    killed_by: str = ""
    differs: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.killed_by:
            return "disproved" if self.reason and self.reason.names(self.mutant) else "killed"
        if self.reason is None:
            return "unexplained"
        return "disproved" if self.differs else self.reason.kind

    @property
    def said(self) -> str:
        """What is wrong with it; empty where nothing is."""
        one = self.mutant
        if self.verdict == "unexplained":
            why = "no claim kills it, and no record says why"
        elif self.verdict == "disproved":
            why = f"a record explains it, and {self.killed_by or 'a second look'} tells it from the answer"
        else:
            return ""
        return f"{one.where}, line {one.number}, {one.operator}: {why}\n  - {one.line}\n  + {one.becomes}"
