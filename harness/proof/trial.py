"""One implementation, tried by the claims of one TODO."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from harness.draw.check import SHRINKING_SECONDS, Check
from harness.draw.example import Example, Failure
from harness.draw.recorder import Recorder
from harness.draw.search import OnDraw
from harness.draw.suite import Claim
from harness.judge.judge import Judgement, judge
from harness.judge.naming import Names
from harness.judge.slips import Slip
from harness.proof.share import RARELY, Share, chance
from harness.tell.results import Verdict


@dataclass(frozen=True)
class Found:
    """What became of a claim: its verdict, the drawn examples until it broke, and the mistake that it names.

    shown, of: how many of the examples that were run did not hold, and how many those were.
    """

    claim: str
    verdict: Verdict
    message: str
    drawn: int
    slip: Slip | None = None
    shown: int = 0
    of: int = 0

    @property
    def shows(self) -> bool:
        """Whether a drawn example showed the mistake, and nothing in place of an earlier class mended it."""
        return self.verdict == "broken" and self.shown > 0

    @property
    def share(self) -> Share:
        """That of the examples which did not hold."""
        return Share(self.claim, self.shown, self.of, self.of)


@dataclass(frozen=True)
class WholeCheck(Check):
    """A check whose draws are known, which runs all of them, whether they hold or not, and each of them once."""

    ran: dict[tuple[str, ...], tuple[Example, ...]] = field(default_factory=dict)

    def of(self, impl: Recorder) -> tuple[Example, ...]:
        """All examples, in the order of their draws."""
        replaced = impl.impl.replaced
        if replaced not in self.ran:
            self.ran[replaced] = tuple(self.example(impl, drawn) for drawn in self.draws)
        return self.ran[replaced]

    def first_failure(
        self, impl: Recorder, shrinking: float = SHRINKING_SECONDS, on_draw: OnDraw | None = None
    ) -> Failure | None:
        """The first that fails, as it was drawn."""
        numbered = enumerate(self.of(impl), start=1)
        failures = (
            Failure(one.exception, one.cases, n, one.outcomes) for n, one in numbered if one.exception is not None
        )
        return next(failures, None)

    def first_examples(self, impl: Recorder, number: int) -> tuple[Example, ...]:
        return self.of(impl)[:number]


def tried(
    impl: Recorder, claims: Sequence[Claim], seed: int, examples: int | None = None, names: Names | None = None
) -> Iterator[Found]:
    """Each claim's verdict, one after another; nothing is shrunk. `examples` bounds those drawn for a claim.

    names: the mistakes by which one that breaks a claim is called.
    """
    for claim in claims:
        check = replace(claim.check, seed=seed, examples=examples)
        judgement = judge(check, impl, claim.todo, names, shrinking=0.0)
        yield Found(claim.name, judgement.verdict, judgement.said, judgement.drawn, judgement.slip)


def first_broken(impl: Recorder, claims: Sequence[Claim], seed: int, names: Names | None = None) -> Found | None:
    """The first of the claims that it breaks."""
    return next((one for one in tried(impl, claims, seed, names=names) if one.verdict == "broken"), None)


def tried_wholly(
    impl: Recorder,
    claims: Sequence[Claim],
    seed: int,
    bank: Names,
    most_named: int | None = None,
    until_rare: bool = False,
) -> Iterator[Found]:
    """Each claim's verdict, the name of the mistake, and how many of the known draws show it.

    most_named: so many of the claims that break name it, the first among them and the others by chance; None: all do.
    until_rare: only up to the claim after which the mistake is missed RARELY.
    """
    checks = [_whole(replace(claim.check, seed=seed)) for claim in claims]
    found = list[Found]()
    for claim, check in zip(claims, checks):
        found.append(_found(claim, check, impl, judge(check, impl, claim.todo, shrinking=0.0)))
        if until_rare and chance(one.share for one in found if one.shows) <= RARELY:
            break
    broken = [i for i, one in enumerate(found) if one.verdict == "broken"]
    others = random.SystemRandom().sample(broken[1:], len(broken[1:]))
    for i in [*broken[:1], *others][:most_named]:
        judgement = judge(checks[i], impl, claims[i].todo, bank, shrinking=0.0)
        found[i] = _found(claims[i], checks[i], impl, judgement)
    yield from found


def _found(claim: Claim, check: Check, impl: Recorder, judgement: Judgement) -> Found:
    exceptions = [one.exception for one in check.of(impl)] if isinstance(check, WholeCheck) else []
    shown, of = len(exceptions) - exceptions.count(None), len(exceptions)
    return Found(claim.name, judgement.verdict, judgement.said, judgement.drawn, judgement.slip, shown, of)


def _whole(check: Check) -> Check:
    return WholeCheck(check.claim, check.arguments, draws=check.draws) if check.draws else check
