"""The course's training loop, by AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101, Algorithm 2).

The kernel is torch's own. The first torch.optim.AdamW of a process imports torch's compiler: 822 modules, which take as
long as torch itself.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from math import cos, pi

import torch
from torch import Tensor, nn

from harness.run.call.plain import plain
from harness.training import Trained, Training

BETAS = 0.9, 0.999
EPS = 1e-8


class AdamW:
    """Trains weights by their gradients, to the bits of torch.optim.AdamW(..., weight_decay=decay, fused=True).

    A weight without a gradient stays as it is.
    """

    def __init__(self, weights: Iterable[Tensor], decay: float) -> None:
        self.weights = tuple(weights)
        self.decay = decay
        self.moments: dict[Tensor, tuple[Tensor, Tensor, Tensor]] = {}

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for weight in self.weights:
            weight.grad = None

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """One step of this learning rate."""
        by_type: dict[torch.dtype, list[Tensor]] = defaultdict(list)
        for weight in self.weights:
            if weight.grad is not None:
                by_type[weight.dtype].append(weight)
        for weights in by_type.values():
            first, second, steps = map(list, zip(*map(self._moments_of, weights)))
            torch._foreach_add_(steps, 1)
            torch._fused_adamw_(
                weights,
                [weight.grad for weight in weights],  # type: ignore[misc]  # none of them is None
                first,
                second,
                [],
                steps,
                lr=rate,
                beta1=BETAS[0],
                beta2=BETAS[1],
                weight_decay=self.decay,
                eps=EPS,
                amsgrad=False,
                maximize=False,
            )

    def _moments_of(self, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The means of its gradients and of their squares, of its shape, and the number of its steps ()."""
        if weight not in self.moments:
            self.moments[weight] = torch.zeros_like(weight), torch.zeros_like(weight), torch.zeros(())
        return self.moments[weight]


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
