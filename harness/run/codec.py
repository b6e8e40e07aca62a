"""Dataclasses as JSON values, field by field as they are annotated; a number stands for each tensor.

What is read is held against the annotations, and nothing but numbers, text and tensors can come of it.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeAlias

from torch import Tensor

from harness.case import Build
from harness.run.errors import printable

LONGEST_TEXT = 1000  # characters
ATOMS = (str, int, float, bool)

Tensors: TypeAlias = Mapping[int, Tensor]
Keep: TypeAlias = Callable[[Tensor], int]  # keeps a contiguous copy of a tensor and gives its number
Writer: TypeAlias = Callable[[Any, Keep], Any]
Reader: TypeAlias = Callable[[Any, Tensors], Any]


class Malformed(Exception):
    """Values or bytes that are not what was expected."""


class Unwritable(Exception):
    """A value that cannot be written down; the message says why."""


def written(value: Any, keep: Keep) -> Any:
    """The JSON value of a dataclass. Raises Unwritable."""
    kind: Any = type(value)
    return _writer(kind)(value, keep)


@functools.cache
def _writer(kind: Any) -> Writer:
    if kind in (*ATOMS, types.NoneType):
        return lambda value, keep: value
    if issubclass(kind, Tensor):
        return _put
    if issubclass(kind, Mapping):
        return lambda value, keep: {str(key): written(each, keep) for key, each in value.items()}
    if issubclass(kind, (tuple, list)):
        return lambda value, keep: [written(each, keep) for each in value]
    if dataclasses.is_dataclass(kind):
        return _record_writer(kind)
    raise Unwritable(f"a {kind.__name__} cannot be written down")


def _record_writer(kind: Any) -> Writer:
    names = tuple(field.name for field in dataclasses.fields(kind))

    def record(value: Any, keep: Keep) -> Any:
        fields = [written(getattr(value, name), keep) for name in names]
        return {"build": fields} if kind is Build else fields

    return record


def _put(tensor: Tensor, keep: Keep) -> dict[str, Any]:
    """Its number, and the order of its dimensions in memory where that is not the usual one."""
    tensor = tensor.detach()
    if tensor.is_contiguous():
        return {"tensor": keep(tensor)}
    strides = tensor.stride()
    order = sorted(range(tensor.dim()), key=lambda i: -strides[i])
    dense = tensor.permute(order)
    return {"tensor": keep(dense), "order": order} if dense.is_contiguous() else {"tensor": keep(tensor)}


def _taken(value: Any, tensors: Tensors) -> Tensor:
    tensor = tensors[value["tensor"]]
    order = value.get("order")
    if order is None:
        return tensor
    if sorted(order) != list(range(tensor.dim())):
        raise Malformed("dimensions in no order")
    return tensor.permute([order.index(i) for i in range(len(order))])


def read(value: Any, kind: Any, tensors: Tensors) -> Any:
    """What such a value stands for, of the annotated kind. Raises Malformed, KeyError, TypeError, ..."""
    return reader(kind)(value, tensors)


@functools.cache
def reader(kind: Any) -> Reader:
    """Reads values of the annotated kind. The annotations of what it is made of are looked at here, once."""
    if kind is Any:
        return _any
    if kind in ATOMS:
        return _atom(kind)
    if kind is Tensor:
        return _taken
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    return _composed(kind)


def _atom(kind: Any) -> Reader:
    def atom(value: Any, tensors: Tensors) -> Any:
        if type(value) is kind or (kind is float and type(value) is int):
            return printable(value, LONGEST_TEXT) if type(value) is str else kind(value)
        raise Malformed(f"{kind.__name__} expected")

    return atom


def _record(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = tuple(reader(hints[field.name]) for field in dataclasses.fields(kind))

    def record(value: Any, tensors: Tensors) -> Any:
        values = value["build"] if kind is Build else value
        if type(values) is not list or len(values) != len(readers):
            raise Malformed(f"{kind.__name__} expected")
        return kind(*[read_field(each, tensors) for read_field, each in zip(readers, values)])

    return record


def _composed(kind: Any) -> Reader:
    """None or another kind, one of some values, a tuple or a mapping."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (part,) = (reader(part) for part in parts if part is not types.NoneType)
        return lambda value, tensors: None if value is None else part(value, tensors)
    if origin is typing.Literal:
        return lambda value, tensors: value if value in parts else _refuse(kind)
    if origin is tuple and parts[1:] == (...,):
        each = reader(parts[0])
        return lambda value, tensors: tuple([each(v, tensors) for v in _typed(value, list, kind)])
    if origin is tuple:
        return _fixed(kind, tuple(map(reader, parts)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        named = reader(parts[1])
        return lambda value, tensors: {key: named(v, tensors) for key, v in _typed(value, dict, kind).items()}
    raise TypeError(f"nothing is written as a {kind}")


def _fixed(kind: Any, readers: tuple[Reader, ...]) -> Reader:
    def fixed(value: Any, tensors: Tensors) -> Any:
        if len(_typed(value, list, kind)) != len(readers):
            _refuse(kind)
        return tuple([each(v, tensors) for each, v in zip(readers, value)])

    return fixed


def _typed(value: Any, kind: type, expected: Any) -> Any:
    return value if type(value) is kind else _refuse(expected)


def _refuse(expected: Any) -> NoReturn:
    raise Malformed(f"{expected} expected")


def _any(value: Any, tensors: Tensors) -> Any:
    """A number, text, tensor or build: what a constructor and a method are given."""
    if value is None or type(value) in ATOMS:
        return value
    if type(value) is dict and "tensor" in value:
        return _taken(value, tensors)
    if type(value) is dict and "build" in value:
        return reader(Build)(value, tensors)
    raise Malformed("an argument expected")
