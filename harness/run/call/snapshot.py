"""What a call should leave alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from harness.case import Call
from harness.run.call.plain import plain, same


class Snapshot:
    """All that a call should leave as it is, as it was before the call.

    inputs: those that the module gets. earlier: what it returned before.
    """

    def __init__(
        self,
        module: nn.Module | None,
        weights: Mapping[str, Tensor],
        call: Call,
        inputs: Sequence[Any],
        earlier: Sequence[Tensor],
    ) -> None:
        self.module, self.weights, self.call, self.inputs, self.earlier = module, weights, call, inputs, [*earlier]
        self.copies = {name: weight.detach().clone() for name, weight in weights.items()}
        self.trained = self._trained()
        self.returned = [*map(plain, earlier)]

    def altered(self, kept_grad_mode: bool) -> tuple[str, ...]:
        """The names of what is no longer as it was."""
        changed = {
            "its input": not all(map(_kept, self.call.inputs, self.inputs)),
            "the train/eval mode": any(part.training != self.call.train for part in self._parts()),
            "torch's grad mode": not kept_grad_mode,
            "torch's default dtype": torch.get_default_dtype() != torch.float32,
            **{f"the weight {name}": not same(self.copies[name], weight) for name, weight in self.weights.items()},
            "which weights are trained": self.trained != self._trained(),
            "the output of an earlier call": not all(map(same, self.returned, map(plain, self.earlier))),
        }
        return tuple(name for name, is_changed in changed.items() if is_changed)

    def _parts(self) -> list[nn.Module]:
        return [] if self.module is None else [*self.module.modules()]

    def _trained(self) -> list[bool]:
        return [weight.requires_grad for weight in self.weights.values()]


def _kept(given: object, left: object) -> bool:
    """Whether an input is as it was given; only a tensor can be anything else."""
    return not isinstance(given, Tensor) or (isinstance(left, Tensor) and same(given, left))
