"""One call of a module, and what it gave and left behind."""

from __future__ import annotations

import ctypes
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from harness.case import Call, Reply
from harness.course import Contract
from harness.run.meter import Meter
from harness.run.terse import terse

FINE = 1e-5  # seconds: a step of a clock that can time a call of a tenth of a millisecond
READINGS = 10


class ContractBroken(Exception):
    """What came back is not what the interface promises; the message says what is."""


def reply_to(
    subject: Any, weights: Mapping[str, Tensor], call: Call, contract: Contract, earlier: list[Tensor]
) -> Reply:
    """Make one call on a module (or a class), pull the cotangents back, and look at what was left behind.

    `earlier` holds what the calls before it returned, and gets what this one returns.
    """
    module = subject if isinstance(subject, nn.Module) else None
    before = {name: weight.detach().clone() for name, weight in weights.items()}
    trained = [weight.requires_grad for weight in weights.values()]
    differentiate = bool(call.cotangents)
    leaves = [x.clone().requires_grad_(differentiate) if _is_float(x) else x for x in call.inputs]
    # The module gets a tensor that is no leaf: torch lets it be changed in place, and then it is us who say so.
    inputs = [leaf.clone() if isinstance(leaf, Tensor) else leaf for leaf in leaves]
    if module is not None:
        module.train(call.train)
    if call.seed is not None:
        torch.default_generator.manual_seed(call.seed)
    random_state = torch.get_rng_state()
    as_returned = [plain(output) for output in earlier]

    method = subject if module is not None and call.method == "forward" else getattr(subject, call.method)
    with_autograd = call.with_autograd or contract.methods[call.method].autograd
    clock = _clock(call)
    started = clock()
    with torch.set_grad_enabled(with_autograd):
        with Meter() if call.counted else nullcontext() as meter, terse() if call.timed else nullcontext():
            returned = method(*inputs, **call.options)
        seconds = clock() - started
        altered = _altered(module, trained, call, with_autograd, inputs, before, weights)

    after = torch.get_rng_state()
    if not all(map(_same, as_returned, map(plain, earlier))):
        altered += ("the output of an earlier call",)
    outputs = tuple(returned) if isinstance(returned, (tuple, list)) else (returned,)
    logs = {name: getattr(module, name) for name in contract.logged if isinstance(getattr(module, name, None), Tensor)}
    earlier += [output for output in outputs if isinstance(output, Tensor)]
    started = clock()
    gradients = _gradients(outputs, call.cotangents, _differentiated(leaves, weights)) if call.cotangents else {}
    seconds += clock() - started
    return Reply(
        outputs=tuple(None if output is None else plain(output) for output in outputs),
        logged={name: plain(log) for name, log in logs.items()},
        attached=tuple(name for name, log in logs.items() if _in_the_graph(log)),
        gradients=gradients,
        altered=altered,
        random_state=_digest(after),
        drew=not torch.equal(random_state, after),
        operations=meter.operations if meter else 0,
        flops=meter.flops if meter else 0,
        seconds=seconds,
    )


def _clock(call: Call) -> Callable[[], float]:
    """Reads CPU seconds; seconds on the wall where those come in ticks, as on Windows; 0 where both do.

    A clock is slow to read in a sandbox: none is read where nobody wants to know.
    """
    clocks = (time.thread_time, time.perf_counter) if call.timed else ()
    return next(filter(is_fine, clocks), lambda: 0.0)


def is_fine(clock: Callable[[], float]) -> bool:
    """Whether it moves on while it is read, in small steps."""
    started = clock()
    return any(0 < clock() - started < FINE for _ in range(READINGS))


def _digest(state: Tensor) -> str:
    return hashlib.blake2b(ctypes.string_at(state.data_ptr(), state.nbytes), digest_size=8).hexdigest()


def _is_float(given: object) -> bool:
    return isinstance(given, Tensor) and given.is_floating_point()


def _differentiated(leaves: Sequence[Any], weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    inputs = dict.fromkeys(("x",), leaves[0]) if leaves and _is_float(leaves[0]) else {}
    return inputs | {name: weight for name, weight in weights.items() if weight.requires_grad}


def _gradients(
    outputs: Sequence[Any], cotangents: Sequence[Tensor | None], leaves: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """Pull the cotangents back to the leaves; a leaf that nothing reaches gets zeros."""
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


def _in_the_graph(tensor: Tensor) -> bool:
    """Whatever a subclass says of itself."""
    with torch._C.DisableTorchFunctionSubclass():
        return Tensor.as_subclass(tensor, Tensor).requires_grad


def _altered(
    module: nn.Module | None,
    trained: list[bool],
    call: Call,
    with_autograd: bool,
    inputs: Sequence[Any],
    before: Mapping[str, Tensor],
    weights: Mapping[str, Tensor],
) -> tuple[str, ...]:
    changed = {
        "its input": any(
            isinstance(given, Tensor) and not _same(given, left) for given, left in zip(call.inputs, inputs)
        ),
        "the train/eval mode": module is not None and any(part.training != call.train for part in module.modules()),
        "torch's grad mode": torch.is_grad_enabled() != with_autograd,
        "torch's default dtype": torch.get_default_dtype() != torch.float32,
        **{f"the weight {name}": not _same(before[name], weight) for name, weight in weights.items()},
        "which weights are trained": trained != [weight.requires_grad for weight in weights.values()],
    }
    return tuple(name for name, is_changed in changed.items() if is_changed)


def _same(before: Tensor, after: Tensor) -> bool:
    if before.shape != after.shape:
        return False
    if before.dtype == after.dtype and torch.equal(before, after):
        return True
    return bool(((before == after) | ((before != before) & (after != after))).all())  # NaN where NaN was


def plain(value: object) -> Tensor:
    """A copy of an ordinary tensor, cut off from everything; ContractBroken where it is not one."""
    if not isinstance(value, Tensor):
        raise ContractBroken(f"returned {type(value).__name__}, expected a torch.Tensor")
    with torch._C.DisableTorchFunctionSubclass():
        tensor = value.detach()
        if tensor.is_nested:
            raise ContractBroken("returned a nested tensor, expected a dense one")
        if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized:
            raise ContractBroken(f"returned a {tensor.layout} tensor on {tensor.device}, expected a dense CPU tensor")
        return tensor.as_subclass(Tensor).clone(memory_format=torch.contiguous_format)
