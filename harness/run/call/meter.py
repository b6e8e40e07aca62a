"""Counts what a forward pass dispatches: tensor operations, and the floating-point operations of its products."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry, sdpa_flop

FORMULAS: Mapping[Any, Callable[..., int]] = {
    **flop_registry,
    # torch has no formula for it (github.com/pytorch/pytorch/issues/195460)
    torch.ops.aten._scaled_dot_product_flash_attention_for_cpu: sdpa_flop,
}


class Meter(TorchDispatchMode):
    """Counts while it is open. `operations` holds every dispatched operation, views among them."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations = 0
        self.flops = 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else the first count imports the compiler, for 2 to 4 seconds

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        self.operations += 1
        formula = FORMULAS.get(func._overloadpacket)
        if formula is not None:
            self.flops += formula(*args, **(kwargs or {}), out_val=out)
        return out
