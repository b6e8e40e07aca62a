"""The course's training loop, and the loss of what it leaves behind."""

from __future__ import annotations

import time
from math import cos, pi

import torch
from torch import Tensor, nn

from harness.run.adamw import AdamW
from harness.run.plain import plain
from harness.training import Trained, Training


def train(model: nn.Module, run: Training) -> Trained:
    """Train a model on the loss that its forward gives, by AdamW.

    The batches come from a generator of their own: a model that draws sees the same ones as one that does not.
    """
    model.train()
    torch.default_generator.manual_seed(run.seed)
    batches = torch.Generator().manual_seed(run.seed)
    optimizer = AdamW(model.parameters(), run.decay)
    losses = []
    started = time.thread_time()
    for step in range(run.steps):
        _, loss = model(*_batch(run, batches))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step(_rate_of(run, step))
        losses.append(plain(loss).reshape(()))
    seconds = time.thread_time() - started
    weights = {name: plain(weight) for name, weight in model.named_parameters(remove_duplicate=False)}
    return Trained(weights, torch.stack(losses), seconds)


def _rate_of(run: Training, step: int) -> float:
    return run.rate * (1 + cos(pi * step / run.steps)) / 2 if run.falling else run.rate


def _batch(run: Training, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    if run.batch is None:
        return run.inputs, run.targets
    lines = torch.randint(len(run.inputs), (run.batch,), generator=generator)
    return run.inputs[lines], run.targets[lines]
