"""Rubbish of the right shapes: a claim that holds for it claims nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import torch
from torch import Tensor

from harness.case import Case, Entry, Outcome, Reply
from harness.course import course
from harness.draw.recorder import Recorder
from harness.draw.suite import Claim
from harness.run.in_process import InProcess

FAR = 1000
TOO_MANY = {"rubbish": Entry("buffer", (), "int64", False)}

Change: TypeAlias = Callable[[Tensor], Tensor]


class Zeros(InProcess):
    """All numbers of the answers are zero, and nothing is kept."""

    def __call__(self, case: Case) -> Outcome:
        outcome = _numbers(super().__call__(case), torch.zeros_like)
        return replace(outcome, state={}, held=(), done=tuple(replace(r, operations=0, flops=0) for r in outcome.done))


class Noise(InProcess):
    """All numbers are large and new each time, and each call leaves something behind."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.random = random.Random(0)
        self.generator = torch.Generator().manual_seed(0)  # torch's own stays where it is

    def __call__(self, case: Case) -> Outcome:
        outcome = _numbers(super().__call__(case), self._noise)
        return replace(outcome, state={**outcome.state, **TOO_MANY}, done=tuple(map(self._leaving, outcome.done)))

    def _noise(self, x: Tensor) -> Tensor:
        return torch.randint(-FAR, FAR, x.shape, generator=self.generator).to(x.dtype)

    def _leaving(self, reply: Reply) -> Reply:
        counts = self.random.randrange(FAR), self.random.randrange(FAR)
        left = {"altered": ("x",), "attached": tuple(reply.logged), "drew": not reply.drew, "random_state": ""}
        return replace(reply, operations=counts[0], flops=counts[1], **left)  # type: ignore[arg-type]


def is_vacuous(claim: Claim, seed: int) -> bool:
    """Whether a claim holds for zeros and for noise."""
    check, rubbish = replace(claim.check, seed=seed), (Zeros(course().answers), Noise(course().answers))
    return all(check.first_failure(Recorder(impl), shrinking=0.0) is None for impl in rubbish)


def _numbers(outcome: Outcome, change: Change) -> Outcome:
    def each(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
        return {name: change(tensor) for name, tensor in tensors.items()}

    def of_reply(reply: Reply) -> Reply:
        outputs = tuple(None if output is None else change(output) for output in reply.outputs)
        return replace(reply, outputs=outputs, gradients=each(reply.gradients), logged=each(reply.logged))

    trained = outcome.trained
    if trained is not None:
        trained = replace(trained, weights=each(trained.weights), losses=change(trained.losses))
    return replace(outcome, done=tuple(map(of_reply, outcome.done)), trained=trained)
