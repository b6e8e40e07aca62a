"""Dataclasses as JSON values, field by field as they are annotated; a number stands for each tensor.

What is read is held against the annotations, and nothing but numbers, text and tensors can come of it.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from torch import Tensor

from spec.case import Build
from spec.failure import printable

LONGEST_TEXT = 1000  # characters
ATOMS = (str, int, float, bool)

Keep: TypeAlias = Callable[[Tensor], int]  # keeps a contiguous copy of a tensor and gives its number


class Malformed(Exception):
    """Values or bytes that are not what was expected."""


class Unwritable(Exception):
    """A value that cannot be written down; the message says why."""


def written(value: Any, keep: Keep) -> Any:
    """The JSON value of a dataclass. Raises Unwritable."""
    if value is None or type(value) in ATOMS:
        return value
    if isinstance(value, Tensor):
        return _put(value, keep)
    if isinstance(value, Mapping):
        return {str(key): written(each, keep) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [written(each, keep) for each in value]
    if dataclasses.is_dataclass(value):
        fields = [written(getattr(value, field), keep) for field in _fields(value.__class__)]
        return {"build": fields} if isinstance(value, Build) else fields
    raise Unwritable(f"a {type(value).__name__} cannot be written down")


def _put(tensor: Tensor, keep: Keep) -> dict[str, Any]:
    """Its number, and the order of its dimensions in memory where that is not the usual one."""
    tensor = tensor.detach()
    strides = tensor.stride()
    order = sorted(range(tensor.dim()), key=lambda i: -strides[i])
    dense = tensor.permute(order)
    if tensor.is_contiguous() or not dense.is_contiguous():
        return {"tensor": keep(tensor)}
    return {"tensor": keep(dense), "order": order}


def _taken(value: Any, tensors: Mapping[int, Tensor]) -> Tensor:
    tensor = tensors[value["tensor"]]
    order = value.get("order")
    if order is None:
        return tensor
    if sorted(order) != list(range(tensor.dim())):
        raise Malformed("dimensions in no order")
    return tensor.permute([order.index(i) for i in range(len(order))])


def learn(*kinds: type) -> None:
    """Read the annotations of these dataclasses now, and of those that they are made of: later they may be gone."""
    for kind in kinds:
        for hint in _fields(kind).values():
            for part in (hint, *typing.get_args(hint)):
                if isinstance(part, type) and dataclasses.is_dataclass(part):
                    learn(part)


@functools.cache
def _fields(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def read(value: Any, kind: Any, tensors: Mapping[int, Tensor]) -> Any:
    """What such a value stands for, of the annotated kind. Raises Malformed, KeyError, TypeError, ..."""
    if kind is Any:
        return _any(value, tensors)
    if kind in ATOMS:
        if type(value) is kind or (kind is float and type(value) is int):
            return printable(value, LONGEST_TEXT) if type(value) is str else kind(value)
        raise Malformed(f"{kind.__name__} expected")
    if kind is Tensor:
        return _taken(value, tensors)
    if dataclasses.is_dataclass(kind):
        return _record(value, kind, tensors)
    return _composed(value, kind, tensors)


def _record(value: Any, kind: Any, tensors: Mapping[int, Tensor]) -> Any:
    fields: dict[str, Any] = _fields(kind)
    values = value["build"] if kind is Build else value
    if type(values) is not list or len(values) != len(fields):
        raise Malformed(f"{kind.__name__} expected")
    return kind(*(read(each, hint, tensors) for each, hint in zip(values, fields.values())))


def _composed(value: Any, kind: Any, tensors: Mapping[int, Tensor]) -> Any:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (part,) = (part for part in parts if part is not type(None))
        return None if value is None else read(value, part, tensors)
    if origin is typing.Literal and value in parts:
        return value
    if origin is tuple and type(value) is list:
        if parts[1:] == (...,):
            return tuple(read(each, parts[0], tensors) for each in value)
        if len(parts) == len(value):
            return tuple(read(each, part, tensors) for each, part in zip(value, parts))
    if isinstance(origin, type) and issubclass(origin, Mapping) and type(value) is dict:
        return {key: read(each, parts[1], tensors) for key, each in value.items()}
    raise Malformed(f"{kind} expected")


def _any(value: Any, tensors: Mapping[int, Tensor]) -> Any:
    """A number, text, tensor or build: what a constructor and a method are given."""
    if value is None or type(value) in ATOMS:
        return value
    if type(value) is dict and "tensor" in value:
        return _taken(value, tensors)
    if type(value) is dict and "build" in value:
        return _record(value, Build, tensors)
    raise Malformed("an argument expected")
