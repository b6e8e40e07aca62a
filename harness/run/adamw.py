"""AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101, Algorithm 2), by torch's own fused kernel.

The first torch.optim.AdamW of a process imports torch's compiler: 822 modules, which take as long as torch itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor

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
