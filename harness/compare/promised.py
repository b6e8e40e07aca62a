"""Whether what came back has the shapes and types that the interface promises, whatever its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from harness.case import Call, Case, Outcome
from harness.compare.close import of_gradient, unlike_number
from harness.course import Promise, Shape, course, shapes


def broken_promise(cases: Iterable[Case], outcomes: Iterable[Outcome]) -> str:
    """What is wrong with the first tensor that has not the shape or the type of the interface; empty where all have."""
    return next((said for case, outcome in zip(cases, outcomes) for said in _broken(case, outcome)), "")


def _broken(case: Case, outcome: Outcome) -> Iterator[str]:
    if case.build.stand_in:
        return  # it is asked beside cases of the class alone
    for call, reply in zip(case.calls, outcome.done):
        expected = _returned(case, call)
        if len(reply.outputs) != len(expected):
            yield unlike_number(call.method, len(reply.outputs), [*expected])
        for (name, (shape, dtype)), output in zip(expected.items(), reply.outputs):
            yield from _unlike(name, output, shape, dtype)
        for name, log in reply.logged.items():
            yield from _unlike(f"self.{name}", log, _logged(case, call).get(name))
        for name, gradient in reply.gradients.items():
            yield from _unlike(of_gradient(name), gradient, _trained(case, call).get(name))


def _unlike(name: str, got: Tensor | None, shape: Shape | None, dtype: torch.dtype = torch.float32) -> Iterator[str]:
    if got is None:
        if shape is not None:
            yield f"{name} is None, expected a tensor"
    elif shape is None:
        yield f"{name} is a tensor, expected None"
    elif got.dtype != dtype:
        yield f"{name} has type {got.dtype}, expected {dtype}"
    elif got.shape != shape:
        yield f"{name} has shape {tuple(got.shape)}, expected {shape}"


def _returned(case: Case, call: Call) -> dict[str, Promise]:
    method = course().contract(case.build).methods[call.method]
    return {name: promise(case.build.args, *call.inputs) for name, promise in method.returns.items()}


def _logged(case: Case, call: Call) -> dict[str, Shape | None]:
    logged = course().contract(case.build).logged
    return {name: promise(case.build.args, *call.inputs)[0] for name, promise in logged.items()}


def _trained(case: Case, call: Call) -> dict[str, Shape]:
    return {"x": tuple(call.inputs[0].shape), **shapes(case.build)}
