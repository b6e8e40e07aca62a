"""A case, run against a package of classes in this process."""

from __future__ import annotations

import ctypes
import hashlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from spec import stand_ins
from spec.case import Build, Call, Case, Entry, Error, Outcome, Reply
from spec.failure import describe
from spec.interface import INTERFACE, is_mask
from spec.package import Package
from spec.signals import CpuTimeUp, Interrupts, watched

CPU_SECONDS = 20.0  # a case takes about a thousandth of a second


class ContractBroken(Exception):
    """What came back is not what the interface promises; the message says what is."""


class InProcess:
    """An implementation that is imported here, so that print and breakpoint work."""

    def __init__(self, folder: Path, replaced: Sequence[str] = ()) -> None:
        self.package = Package(folder, replaced)
        self._classes: dict[str, type[nn.Module]] = {}
        self._hopeless: dict[str, Error] = {}

    def over(self, replaced: Sequence[str]) -> InProcess:
        """The same implementation, with some of its classes replaced by stand-ins of the same name."""
        return InProcess(self.package.folder, replaced)

    def __call__(self, case: Case) -> Outcome:
        """Run a case; whatever the implementation raises is part of the outcome."""
        name = case.build.name
        if name in self._hopeless:
            return Outcome((), {}, (), self._hopeless[name])
        with _global_state_kept():
            outcome = self._run(case)
        if outcome.error is not None and outcome.error.always:
            self._hopeless[name] = outcome.error
        return outcome

    def _run(self, case: Case) -> Outcome:
        done: list[Reply] = []
        state: dict[str, Entry] = {}
        held: tuple[str, ...] = ()
        stage = "import"
        interrupts = Interrupts()
        try:
            with watched(CPU_SECONDS) as interrupts:
                classes = {name: self._find(name) for name in _names(case.build)}
                weights: Mapping[str, Tensor] = {}
                if case.on_class:
                    subject: Any = classes[case.build.name]
                else:
                    stage = "construction"
                    subject, held = _build(case.build, classes)
                    weights = dict(subject.named_parameters(remove_duplicate=False))
                    stage = "loading weights"
                    _load(weights, case.weights)
                earlier: list[Tensor] = []
                for call in case.calls:
                    stage = call.method
                    done.append(_reply(subject, weights, call, INTERFACE[case.build.name].logged, earlier))
                if not case.on_class:
                    state = _state(subject)
        except BaseException as exception:
            if interrupts.seen:
                raise
            always = stage == "import" or isinstance(exception, CpuTimeUp)
            return Outcome(tuple(done), state, held, describe(exception, stage, self.package, always))
        return Outcome(tuple(done), state, held)

    def _find(self, name: str) -> type[nn.Module]:
        if name not in self._classes:
            stand_in = name.removeprefix("stand_ins.")
            with _global_state_kept():
                found = getattr(stand_ins, stand_in) if stand_in != name else self.package.find_class(name)
            self._classes[name] = found
        return self._classes[name]


@contextmanager
def _global_state_kept() -> Iterator[None]:
    random_state, dtype, threads = torch.get_rng_state(), torch.get_default_dtype(), torch.get_num_threads()
    torch.default_generator.manual_seed(0)
    try:
        with torch.enable_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        torch.set_rng_state(random_state)
        torch.set_default_dtype(dtype)
        if torch.get_default_device().type != "cpu":
            torch.set_default_device(None)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)


def _names(build: Build) -> set[str]:
    inner = [_names(value) for value in build.args.values() if isinstance(value, Build)]
    return {build.name}.union(*inner)


def _build(build: Build, classes: Mapping[str, type[nn.Module]]) -> tuple[nn.Module, tuple[str, ...]]:
    args = {
        name: _build(value, classes)[0] if isinstance(value, Build) else value for name, value in build.args.items()
    }
    cls = classes[build.name]
    module = cls(*args.values()) if build.by_position else cls(**args)
    given = {name: value for name, value in args.items() if isinstance(value, nn.Module)}
    return module, tuple(name for name, value in given.items() if getattr(module, name, None) is value)


def _state(module: nn.Module) -> dict[str, Entry]:
    return {
        name: Entry(
            "parameter" if isinstance(tensor, nn.Parameter) else "buffer",
            tuple(tensor.shape),
            str(tensor.dtype).removeprefix("torch."),
            tensor.requires_grad,
        )
        for name, tensor in module.state_dict(keep_vars=True).items()
        if not is_mask(name)
    }


def _load(own: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> None:
    for name in weights.keys() - own.keys():
        raise ContractBroken(f"there is no parameter {name}; there are: {', '.join(own) or 'none'}")
    with torch.no_grad():
        for name, weight in weights.items():
            if own[name].shape != weight.shape:
                raise ContractBroken(f"{name} has shape {tuple(own[name].shape)}, expected {tuple(weight.shape)}")
            own[name].copy_(weight)


def _reply(
    subject: Any, weights: Mapping[str, Tensor], call: Call, logged: Sequence[str], earlier: list[Tensor]
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
    if module:
        module.train(call.train)
    if call.seed is not None:
        torch.default_generator.manual_seed(call.seed)
    random_state = torch.get_rng_state()
    as_returned = [output.detach().clone() for output in earlier]

    method = subject if module and call.method == "forward" else getattr(subject, call.method)
    returned = method(*inputs, **call.options)

    after = torch.get_rng_state()
    altered = _altered(module, trained, call, inputs, before, weights)
    if not all(map(_same, as_returned, earlier)):
        altered += ("the output of an earlier call",)
    outputs = tuple(returned) if isinstance(returned, (tuple, list)) else (returned,)
    logs = {name: getattr(module, name) for name in logged if isinstance(getattr(module, name, None), Tensor)}
    earlier += [output for output in outputs if type(output) is Tensor]
    gradients = _gradients(outputs, call.cotangents, _differentiated(leaves, weights)) if call.cotangents else {}
    return Reply(
        outputs=tuple(None if output is None else _plain(output) for output in outputs),
        logged={name: _plain(log) for name, log in logs.items()},
        attached=tuple(name for name, log in logs.items() if log.requires_grad),
        gradients=gradients,
        altered=altered,
        random_state=_digest(after),
        drew=not torch.equal(random_state, after),
    )


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
    found = torch.autograd.grad(
        [output for output, _ in pulled],
        list(leaves.values()),
        [cotangent.to(output.dtype) for output, cotangent in pulled],
        allow_unused=True,
        materialize_grads=True,
    )
    return {name: _plain(gradient) for name, gradient in zip(leaves, found)}


def _altered(
    module: nn.Module | None,
    trained: list[bool],
    call: Call,
    inputs: Sequence[Any],
    before: Mapping[str, Tensor],
    weights: Mapping[str, Tensor],
) -> tuple[str, ...]:
    changed = {
        "its input": any(
            isinstance(given, Tensor) and not _same(given, left) for given, left in zip(call.inputs, inputs)
        ),
        "the train/eval mode": module is not None and any(part.training != call.train for part in module.modules()),
        "torch's grad mode": not torch.is_grad_enabled(),
        "torch's default dtype": torch.get_default_dtype() != torch.float32,
        **{f"the weight {name}": not _same(before[name], weight) for name, weight in weights.items()},
        "which weights are trained": trained != [weight.requires_grad for weight in weights.values()],
    }
    return tuple(name for name, is_changed in changed.items() if is_changed)


def _same(before: Tensor, after: Tensor) -> bool:
    return before.shape == after.shape and bool(torch.equal(before, after))


def _plain(value: object) -> Tensor:
    """A copy of an ordinary tensor, cut off from everything; ContractBroken where it is not one."""
    if not isinstance(value, Tensor):
        raise ContractBroken(f"returned {type(value).__name__}, expected a torch.Tensor")
    with torch._C.DisableTorchFunctionSubclass():
        tensor = value.detach()
        if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized:
            raise ContractBroken(f"returned a {tensor.layout} tensor on {tensor.device}, expected a dense CPU tensor")
        return tensor.as_subclass(Tensor).clone(memory_format=torch.contiguous_format)
