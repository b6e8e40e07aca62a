"""Whether what came back has the shapes and types that the interface promises, whatever its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from harness.case import Call, Case, Outcome
from spec.interface import shapes

Shape = tuple[int, ...]


def broken_promise(cases: Iterable[Case], outcomes: Iterable[Outcome]) -> str:
    """What is wrong with the first tensor that has not the shape or the type of the interface; empty where all have."""
    return next((said for case, outcome in zip(cases, outcomes) for said in _broken(case, outcome)), "")


def _broken(case: Case, outcome: Outcome) -> Iterator[str]:
    if case.build.name.startswith("stand_ins."):
        return  # it is asked beside cases of the class alone
    for call, reply in zip(case.calls, outcome.done):
        expected = _outputs(case, call)
        if len(reply.outputs) != len(expected):
            yield f"{call.method} returned {len(reply.outputs)} values, expected {len(expected)}: {', '.join(expected)}"
        for (name, (shape, dtype)), output in zip(expected.items(), reply.outputs):
            yield from _unlike(name, output, shape, dtype)
        for name, log in reply.logged.items():
            yield from _unlike(f"self.{name}", log, _logged(case, call).get(name))
        for name, gradient in reply.gradients.items():
            yield from _unlike(f"the gradient of {name}", gradient, _trained(case, call).get(name))


def _unlike(name: str, got: Tensor | None, shape: Shape | None, dtype: torch.dtype = torch.float32) -> Iterator[str]:
    if shape is None or got is None:
        if (shape is None) != (got is None):
            yield f"{name} is {'None, expected a tensor' if got is None else 'a tensor, expected None'}"
    elif got.dtype != dtype:
        yield f"{name} has type {got.dtype}, expected {dtype}"
    elif got.shape != shape:
        yield f"{name} has shape {tuple(got.shape)}, expected {shape}"


def _outputs(case: Case, call: Call) -> dict[str, tuple[Shape | None, torch.dtype]]:
    """What a method returns: the shape, None for what is None, and the type."""
    args, (x, *more) = case.build.args, call.inputs
    if call.method == "pos_encodings":
        return {"the encodings": (tuple(call.inputs), torch.float32)}
    if call.method == "generate":
        return {"the tokens": ((len(x), x.shape[1] + more[0]), torch.int64)}
    if "vocab_size" not in args:
        return {"the output": ((*x.shape[:-1], args.get("head_size", x.shape[-1])), torch.float32)}
    logits = (*x.shape, args["vocab_size"]), torch.float32
    if call.method == "logits":
        return {"the logits": logits}
    return {"the logits": logits, "the loss": (() if more else None, torch.float32)}


def _logged(case: Case, call: Call) -> dict[str, Shape]:
    B, T, _ = call.inputs[0].shape
    return {"var": (), "wei": (T, T) if case.build.name == "HeadVer3" else (B, T, T)}


def _trained(case: Case, call: Call) -> dict[str, Shape]:
    return {"x": tuple(call.inputs[0].shape), **shapes(case.build)}
