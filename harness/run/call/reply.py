"""One call of a module, and what it gave and left behind."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from harness.case import Call, Reply, Step
from harness.course import Contract
from harness.run.call.clock import clock_of, terse
from harness.run.call.meter import Meter
from harness.run.call.plain import ContractBroken, is_attached, is_float, plain
from harness.run.call.snapshot import Snapshot
from harness.run.call.trace import Trace


@dataclass(frozen=True)
class Made:
    """A call that has been made: what it returned, what it took, and whether it left torch's grad mode alone."""

    outputs: tuple[Any, ...]
    seconds: float
    operations: int
    flops: int
    kept_grad_mode: bool
    steps: tuple[Step, ...]
    functions: tuple[str, ...]


def reply_to(
    subject: Any, weights: Mapping[str, Tensor], call: Call, contract: Contract, earlier: list[Tensor]
) -> Reply:
    """Make one call on a module (or a class), pull the cotangents back, and look at what was left behind.

    `earlier` holds what the calls before it returned, and gets what this one returns.
    """
    module = subject if isinstance(subject, nn.Module) else None
    leaves = [x.clone().requires_grad_(bool(call.cotangents)) if is_float(x) else x for x in call.inputs]
    # The module gets a tensor that is no leaf: torch lets it be changed in place, and then it is us who say so.
    inputs = [leaf.clone() if isinstance(leaf, Tensor) else leaf for leaf in leaves]
    snapshot = Snapshot(module, weights, call, inputs, earlier)
    _set(module, call)
    random_state, clock = torch.get_rng_state(), clock_of(call)
    method = subject if module is not None and call.method == "forward" else getattr(subject, call.method)
    made = _make(method, module, inputs, call, contract.with_autograd(call), clock)
    altered = snapshot.altered(made.kept_grad_mode)
    after, logs = torch.get_rng_state(), _logs(module, contract)
    earlier += [output for output in made.outputs if isinstance(output, Tensor)]
    started = clock()
    gradients = _pulled_back(made.outputs, call.cotangents, _differentiated(leaves, weights)) if call.cotangents else {}
    seconds = made.seconds + clock() - started
    return Reply(
        outputs=tuple(None if output is None else plain(output) for output in made.outputs),
        logged={name: plain(log) for name, log in logs.items()},
        attached=tuple(name for name, log in logs.items() if is_attached(log)),
        gradients=gradients,
        altered=altered,
        random_state=_digest(after),
        drew=not torch.equal(random_state, after),
        operations=made.operations,
        flops=made.flops,
        seconds=seconds,
        steps=made.steps,
        functions=made.functions,
    )


def _set(module: nn.Module | None, call: Call) -> None:
    """The mode and the random state that a call asks for."""
    if module is not None:
        module.train(call.train)
    if call.seed is not None:
        torch.default_generator.manual_seed(call.seed)


def _make(
    method: Callable[..., Any],
    module: nn.Module | None,
    inputs: Sequence[Any],
    call: Call,
    with_autograd: bool,
    clock: Callable[[], float],
) -> Made:
    started = clock()
    with torch.set_grad_enabled(with_autograd):
        trace = Trace(module, dict(call.put)) if call.traced else None
        with (
            Meter() if call.counted else nullcontext() as meter,
            terse() if call.timed else nullcontext(),
            trace or nullcontext(),
        ):
            returned = method(*inputs, **call.options)
        seconds = clock() - started
        kept = torch.is_grad_enabled() == with_autograd
    outputs = tuple(returned) if isinstance(returned, (tuple, list)) else (returned,)
    operations, flops = (meter.operations, meter.flops) if meter else (0, 0)
    steps, functions = (tuple(trace.steps), tuple(sorted(trace.functions))) if trace else ((), ())
    return Made(outputs, seconds, operations, flops, kept, steps, functions)


def _differentiated(inputs: Sequence[Any], weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What a gradient is asked for: the first input, where it has numbers, and the weights that are trained."""
    first = {"x": inputs[0]} if inputs and is_float(inputs[0]) else {}
    return first | {name: weight for name, weight in weights.items() if weight.requires_grad}


def _pulled_back(
    outputs: Sequence[Any], cotangents: Sequence[Tensor | None], leaves: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The gradient of each leaf; zeros where nothing reaches it."""
    pulled = [
        (output, cotangent)
        for output, cotangent in zip(outputs, cotangents)
        if cotangent is not None and isinstance(output, Tensor) and output.requires_grad
    ]
    for output, cotangent in pulled:
        if output.shape != cotangent.shape:
            raise ContractBroken(f"the output has shape {tuple(output.shape)}, expected {tuple(cotangent.shape)}")
    if not pulled or not leaves:
        return {name: torch.zeros_like(leaf) for name, leaf in leaves.items()}
    with torch._C.DisableTorchFunctionSubclass():
        # As sums, which need no cotangents: given these, torch.autograd.grad imports sympy, 487 modules.
        sums = [(output * cotangent.to(output.dtype)).sum() for output, cotangent in pulled]
        found = torch.autograd.grad(sums, list(leaves.values()), allow_unused=True, materialize_grads=True)
    return {name: plain(gradient) for name, gradient in zip(leaves, found)}


def _logs(module: nn.Module | None, contract: Contract) -> dict[str, Tensor]:
    """The tensors that a call should leave on the module, as far as they are there."""
    found = {name: getattr(module, name, None) for name in contract.logged}
    return {name: log for name, log in found.items() if isinstance(log, Tensor)}


def _digest(state: Tensor) -> str:
    return hashlib.blake2b(ctypes.string_at(state.data_ptr(), state.nbytes), digest_size=8).hexdigest()
