"""A case on its way to an outcome, stage by stage: an error is told with the stage in which it arose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from harness.case import Build, Call, Case, Entry, Error, Outcome, Reply
from harness.course import course
from harness.run.call.plain import ContractBroken
from harness.run.call.reply import reply_to
from harness.run.training import train
from harness.training import Trained


class Attempt:
    """What has come of a case so far, and the stage that it has reached. done: gets a reply for each call."""

    def __init__(self, case: Case, done: list[Reply]) -> None:
        self.case = case
        self.done = done
        self.stage = "import"
        self._subject: Any = None
        self._weights: Mapping[str, Tensor] = {}
        self._held: tuple[str, ...] = ()
        self._trained: Trained | None = None
        self._state: dict[str, Entry] = {}

    def make(self, classes: Mapping[tuple[str, bool], type[nn.Module]], calls: Iterable[Call]) -> None:
        """Build the module, if one is to be built, train it, if it is to be trained, and make the calls."""
        if self.case.on_class:
            self._subject = classes[self.case.build.key]
        else:
            self._construct(classes)
        if self.case.training is not None:
            self.stage = "training"
            self._trained = train(self._subject, self.case.training)
        self._call(calls)
        if self.case.inspected:
            self.stage = "loading weights"
            self._state = _state(self._subject, self._weights)

    def outcome(self, error: Error | None = None) -> Outcome:
        """error: what ended it, if anything did."""
        return Outcome(tuple(self.done), self._state, self._held, error, None if error else self._trained)

    def _construct(self, classes: Mapping[tuple[str, bool], type[nn.Module]]) -> None:
        self.stage = "construction"
        self._subject, self._held = _build(self.case.build, classes)
        self._weights = dict(self._subject.named_parameters(remove_duplicate=False))
        self._load(self.case.weights)

    def _call(self, calls: Iterable[Call]) -> None:
        contract, earlier = course().contract(self.case.build), list[Tensor]()
        for call in calls:
            self._load(call.weights)
            self.stage = call.method
            kept = [] if call.timed else earlier
            self.done.append(reply_to(self._subject, self._weights, call, contract, kept))

    def _load(self, weights: Mapping[str, Tensor]) -> None:
        self.stage = "loading weights"
        _load(self._weights, weights)


def _build(build: Build, classes: Mapping[tuple[str, bool], type[nn.Module]]) -> tuple[nn.Module, tuple[str, ...]]:
    args = {
        name: _build(value, classes)[0] if isinstance(value, Build) else value for name, value in build.args.items()
    }
    cls = classes[build.key]
    module = cls(*args.values()) if build.by_position else cls(**args)
    given = {name: value for name, value in args.items() if isinstance(value, nn.Module)}
    return module, tuple(name for name, value in given.items() if getattr(module, name, None) is value)


def _state(module: nn.Module, own: Mapping[str, Tensor]) -> dict[str, Entry]:
    """What a state dict holds, which must be what brings the weights back."""
    saved = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    state = {
        name: Entry(
            "parameter" if name in own else "buffer",
            tuple(tensor.shape),
            str(tensor.dtype).removeprefix("torch."),
            name in own and own[name].requires_grad,
        )
        for name, tensor in saved.items()
        if name in own or name.rpartition(".")[2] not in course().buffers
    }
    with torch.no_grad():
        for weight in own.values():
            weight.zero_()
    module.load_state_dict(saved)
    for name, weight in own.items():
        if name in saved and not torch.equal(weight, saved[name]):
            raise ContractBroken(f"load_state_dict does not bring {name} back")
    return state


def _load(own: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> None:
    missing = [name for name in weights if name not in own]
    if missing:
        raise ContractBroken(f"there is no parameter {missing[0]}; there are: {', '.join(own) or 'none'}")
    with torch.no_grad():
        for name, weight in weights.items():
            if own[name].shape != weight.shape:
                raise ContractBroken(f"{name} has shape {tuple(own[name].shape)}, expected {tuple(weight.shape)}")
            own[name].copy_(weight)
