"""A training run, step by step."""

from __future__ import annotations

from math import isfinite
from random import Random

import torch
from torch import Tensor

from spec.loss import estimate_loss
from spec.train.checkpoint import Checkpoint
from spec.train.corpus import Corpus
from spec.train.model import Student
from spec.train.settings import CannotTrain, Settings


class Run:
    """A model of the student's, its optimizer, and the steps that are done.

    What a step draws, its lines and the dropout, follows from the seed and the number of the step alone: so nothing
    that happens between two steps changes a later one.
    """

    def __init__(self, student: Student, corpus: Corpus, settings: Settings, device: str) -> None:
        self.student, self.corpus, self.settings, self.device = student, corpus, settings, device
        self.model = student.nanogpt(len(corpus.characters.vocabulary), settings).to(device)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=settings.rate, fused=True)
        self.done = 0

    def step(self) -> float:
        """One step of AdamW; the loss before it. Raises CannotTrain where that is no number."""
        seed = Random(f"{self.settings.seed} {self.done}").getrandbits(32)
        torch.manual_seed(seed)
        self.model.train()
        self.optimizer.param_groups[0]["lr"] = self.settings.rate_of(self.done)
        lines = self.corpus.drawn(self.settings.batch, torch.Generator().manual_seed(seed))
        loss = self.student.loss(self.model, *self._here(lines))
        value = self._finite(loss.item())
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.done += 1
        return value

    def losses(self) -> tuple[float, float]:
        """The loss in eval mode of both parts: what is learned from, and what is only asked. Raises CannotTrain."""
        return self._loss(self.corpus.training), self._loss(self.corpus.validation)

    def _loss(self, tokens: Tensor) -> float:
        total, number = 0.0, 0
        for lines in self.corpus.spread(tokens, self.settings.batch):
            indices, targets = self._here(lines)
            total += estimate_loss(self.model, indices, targets) * len(indices)
            number += len(indices)
        return self._finite(total / number)

    def _finite(self, loss: float) -> float:
        if not isfinite(loss):
            raise CannotTrain(
                f"The loss is {loss} after {self.done} steps, and training stops there. "
                f"Take a smaller --rate than {self.settings.rate:g}; if that doesn't help:\n\n"
                f"    {self.student.board()}"
            )
        return loss

    def _here(self, lines: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        indices, targets = lines
        return indices.to(self.device), targets.to(self.device)

    def checkpoint(self) -> Checkpoint:
        """Where the run stands."""
        weights = dict(self.model.named_parameters())
        moments = {
            f"{name}/{moment}": value
            for name, weight in weights.items()
            for moment, value in self.optimizer.state[weight].items()
        }
        return Checkpoint(self.settings, self.corpus.characters.vocabulary, self.done, weights, moments)

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        """Stand where that run stood. Raises CannotTrain where it was of another model."""
        checkpoint.fill(self.model)
        weights = dict(self.model.named_parameters())
        for key, value in checkpoint.moments.items():
            name, _, moment = key.rpartition("/")
            self.optimizer.state[weights[name]][moment] = value.to(self.device)
        self.done = checkpoint.step
