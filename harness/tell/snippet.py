"""A case, written as Python that runs when it is pasted."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from harness.case import Build, Call, Case
from harness.course import course
from harness.load.stand_ins import find_stand_in
from harness.where import ROOT

WIDTH = 79
SHORT = 12  # characters of a row that does not stand on a line of its own
LARGEST = 400  # numbers that are still printed


def snippet(cases: Sequence[Case], folder: Path, what: str = "") -> str | None:
    """The calls of the cases, one after another, with the last line printing `what`; None where they are too long."""
    if sum(_without_copies(x)[0].numel() for case in cases for x in case.tensors) > LARGEST:
        return None
    lines = ["import torch", *_imports(cases, folder), ""]
    previous: Case | None = None
    autograd = True
    for case in cases:
        if previous is None or len(previous.calls) > 1 or not _same_module(case, previous):
            lines += _construction(case)
            train = True
        for call in case.calls:
            if course().contract(case.build).with_autograd(call) != autograd:
                autograd = not autograd
                lines.append(f"torch.set_grad_enabled({autograd})")
            lines += _call(case, call, train, what if call is cases[-1].calls[-1] else "")
            train = call.train
        previous = case
    return "\n".join(lines)


def _same_module(case: Case, other: Case) -> bool:
    loaded = any(call.weights for call in (*case.calls, *other.calls))
    return case.build == other.build and _same_weights(case.weights, other.weights) and not loaded


def _same_weights(some: Mapping[str, Tensor], others: Mapping[str, Tensor]) -> bool:
    return some.keys() == others.keys() and all(torch.equal(some[name], others[name]) for name in some)


def literal(tensor: Tensor, before: str = "", after: str = "") -> str:
    """torch.tensor(...) between two pieces of code, rows broken where the line would be too long."""
    shown, times = _without_copies(tensor)
    copies = "" if times == 1 else f".repeat_interleave({times}, dim=0)"
    strides = "" if tensor.dim() < 2 or tensor.is_contiguous() else ".mT.contiguous().mT"
    values, end = shown.tolist(), f"){strides}{copies}{after}"
    line = f"{before}torch.tensor({_flat(values)}{end}"
    if len(line) <= WIDTH:
        return line
    depth = (len(before) - len(before.lstrip())) // 4
    return f"{before}torch.tensor(\n{_rows(values, depth + 1)}\n{'    ' * depth}{end}"


def call_of(build: Build) -> str:
    """The constructor's call: LayerVer1(in_features=2, out_features=1)."""
    values = {name: call_of(value) if isinstance(value, Build) else repr(value) for name, value in build.args.items()}
    given = values.values() if build.by_position else (f"{name}={value}" for name, value in values.items())
    return f"{_name(build)}({', '.join(given)})"


def _name(build: Build) -> str:
    if not build.stand_in:
        return build.name
    return f"{'torch.nn' if _is_torchs(build) else 'stand_ins'}.{build.name}"


def _is_torchs(build: Build) -> bool:
    return build.stand_in and find_stand_in(build.name).__module__.startswith("torch.nn.")


def _without_copies(tensor: Tensor) -> tuple[Tensor, int]:
    """A long matrix whose rows come `times` times each, as one copy of each, and that number."""
    if tensor.dim() == 2 and len(tensor) >= 8 and tensor.numel() and not tensor.is_complex():
        rows, times = torch.unique_consecutive(tensor, dim=0, return_counts=True)
        if len(times.unique()) == 1:
            return rows, int(times[0])
    return tensor, 1


def _imports(cases: Sequence[Case], folder: Path) -> Iterator[str]:
    parts = [part for case in cases for part in case.build.parts]
    if folder.parent != Path.cwd():
        yield f"import sys; sys.path.insert(0, {str(folder.parent)!r})"
    for name in dict.fromkeys(part.name for part in parts if not part.stand_in):
        module = f"{folder.name}.{course().contracts[name].file}"
        if folder.name.isidentifier():
            yield f"from {module} import {name}"
        else:
            yield f"import importlib; {name} = importlib.import_module({module!r}).{name}"
    if any(part.stand_in and not _is_torchs(part) for part in parts):
        if course().root != ROOT:  # where nothing else says which course it is about
            yield f"import pathlib, harness.course; harness.course.choose(pathlib.Path({str(course().home)!r}))"
        yield f"from {course().package} import stand_ins"


def _construction(case: Case) -> Iterator[str]:
    if case.on_class:
        return
    yield f"model = {call_of(case.build)}"
    yield from _loading(case.weights)


def _loading(weights: Mapping[str, Tensor]) -> Iterator[str]:
    if weights:
        entries = ",\n".join(literal(weight, before=f'    "{name}": ') for name, weight in weights.items())
        yield f"model.load_state_dict({{\n{entries},\n}}, strict=False)"


def _call(case: Case, call: Call, training: bool, what: str) -> Iterator[str]:
    yield from _loading(call.weights)
    tensors = [x for x in call.inputs if isinstance(x, Tensor)]
    names = course().contract(case.build).methods[call.method].names
    for name, tensor in zip(names, tensors):
        yield literal(tensor, before=f"{name} = ")
    subject = case.build.name if case.on_class else "model"
    method = subject if call.method == "forward" else f"{subject}.{call.method}"
    given = [*names[: len(tensors)], *(str(x) for x in call.inputs if not isinstance(x, Tensor))]
    run = f"{method}({', '.join([*given, *(f'{key}={value}' for key, value in call.options.items())])})"
    if not case.on_class and call.train != training:
        yield f"model.{'train' if call.train else 'eval'}()"
    if call.seed is not None:
        yield f"torch.manual_seed({call.seed})"
    if what.startswith("the gradient of "):
        yield from _backward(call, run, what.removeprefix("the gradient of ").split(" of call ")[0])
    elif what.startswith("self."):
        yield run
        yield f"print(model.{what.removeprefix('self.').split(' ')[0]})"
    else:
        yield f"print({run})"


def _backward(call: Call, run: str, name: str) -> Iterator[str]:
    if name == "x":
        yield "x.requires_grad_()"
    if len(call.cotangents) == 1:
        yield f"y = {run}"
        yield from (
            literal(cotangent, before="y.backward(", after=")")
            for cotangent in call.cotangents
            if cotangent is not None
        )
    else:
        yield from _backward_from_all(call, run)
    yield f"print({'x' if name == 'x' else _attribute(name)}.grad)"


def _backward_from_all(call: Call, run: str) -> Iterator[str]:
    pulled = {f"y{i}": cotangent for i, cotangent in enumerate(call.cotangents) if cotangent is not None}
    yield f"{', '.join(f'y{i}' for i in range(len(call.cotangents)))} = {run}"
    for output, cotangent in pulled.items():
        yield literal(cotangent, before=f"g{output} = ")
    yield f"torch.autograd.backward([{', '.join(pulled)}], [{', '.join(f'g{output}' for output in pulled)}])"


def _attribute(name: str) -> str:
    return "model" + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in name.split("."))


def _flat(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_flat(entry) for entry in value)}]"
    return _number(value) if isinstance(value, float) else str(value)


def _rows(value: object, depth: int) -> str:
    """Nested lists, each on one line if it fits."""
    indent = "    " * depth
    line = indent + _flat(value)
    if not isinstance(value, list) or len(line) < WIDTH or not value:
        return line
    entries = [_flat(entry) for entry in value]
    if not isinstance(value[0], list) or max(map(len, entries)) <= SHORT:
        return indent + "[" + _wrapped(entries, indent + " ") + "]"
    inner = ",\n".join(_rows(entry, depth + 1) for entry in value)
    return f"{indent}[\n{inner},\n{indent}]"


def _wrapped(entries: Sequence[str], indent: str) -> str:
    lines = [""]
    for entry in entries:
        if lines[-1] and len(indent) + len(lines[-1]) + len(entry) + 2 > WIDTH:
            lines.append("")
        lines[-1] += entry + ", "
    return f"\n{indent}".join(line.rstrip() for line in lines).rstrip(",")


def _number(value: float) -> str:
    """The shortest decimal that float32 reads back as the same number."""
    if value != value or value in (float("inf"), float("-inf")):
        return f'float("{value}")'
    shortest = (f"{value:.{digits}g}" for digits in range(1, 10))
    text = next((text for text in shortest if _float32(float(text)) == value), repr(value))
    return text if "." in text or "e" in text else f"{text}."


def _float32(value: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return sys.float_info.max
