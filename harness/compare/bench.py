"""What a claim about cost has measured."""

from __future__ import annotations

from dataclasses import dataclass

from harness.case import Implementation
from harness.compare.race import Race


@dataclass(frozen=True)
class Measurement:
    """What a claim about cost measured: its subject, and the race against its rival, if there was one."""

    subject: str
    impl: Implementation
    rival: str
    race: Race | None


class Bench:
    """Takes down what a claim about cost measured."""

    def __init__(self) -> None:
        self.measurement: Measurement | None = None

    def take(self, subject: str, impl: Implementation, rival: str = "", race: Race | None = None) -> None:
        self.measurement = Measurement(subject, impl, rival or subject, race)
