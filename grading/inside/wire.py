"""Cases and outcomes as bytes: the dataclasses of spec.case, field by field as they are annotated, and raw tensors.

A frame is one safetensors file. Its tensor "header" holds JSON, in which a number stands for each of the other tensors.
What is read is held against the annotations, and nothing but numbers, text and tensors can come of it.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, TensorSpec, deserialize, serialize
from torch import Tensor

from spec.case import Build
from spec.failure import printable

LARGEST = 64 * 2**20  # bytes of a frame
TOO_LARGE = f"the answer is larger than {LARGEST:,} bytes"
LONGEST = 2**20  # bytes of its header, and of the list of its tensors
LONGEST_TEXT = 1000  # characters
DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "C64": torch.complex64,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
NAMES = {dtype: str(dtype).removeprefix("torch.") for dtype in DTYPES.values()}
ATOMS = (str, int, float, bool)

Record = TypeVar("Record")


class Malformed(Exception):
    """Bytes that are no frame of what was expected."""


class Unsendable(Exception):
    """A value that no frame can hold; the message says why."""


def encode(record: Any) -> bytes:
    """The frame of a dataclass. Raises Unsendable."""
    tensors: list[Tensor] = []
    header = json.dumps(_written(record, tensors), separators=(",", ":")).encode()
    if len(header) > LONGEST or sum(tensor.nbytes for tensor in tensors) + 2 * len(header) > LARGEST:
        raise Unsendable(TOO_LARGE)
    tensors.append(torch.frombuffer(bytearray(header), dtype=torch.uint8))
    names = (*map(str, range(len(tensors) - 1)), "header")
    return serialize({name: _spec(tensor) for name, tensor in zip(names, tensors)})


def decode(frame: bytes, kind: type[Record]) -> Record:
    """The dataclass of that kind in a frame. Raises Malformed."""
    try:
        if int.from_bytes(frame[:8], "little") > LONGEST:
            raise Malformed("too many tensors")
        entries = dict(deserialize(frame))  # type: ignore[no-untyped-call]
        header = entries.pop("header")
        if header["dtype"] != "U8" or len(header["data"]) > LONGEST:
            raise Malformed("the header is no text")
        tensors = {int(name): _tensor(entry) for name, entry in entries.items()}
        read: Record = _read(json.loads(bytes(header["data"])), kind, tensors)
        return read
    except (SafetensorError, KeyError, ValueError, TypeError, RuntimeError, RecursionError, OverflowError) as error:
        raise Malformed(f"{type(error).__name__} in a frame") from error


def _spec(tensor: Tensor) -> TensorSpec:
    return TensorSpec(
        dtype=NAMES[tensor.dtype], shape=list(tensor.shape), data_ptr=tensor.data_ptr(), data_len=tensor.nbytes
    )


def _tensor(entry: Mapping[str, Any]) -> Tensor:
    dtype, shape, data = DTYPES[entry["dtype"]], entry["shape"], entry["data"]
    if not data:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(data, dtype=dtype).view(shape)


def _written(value: Any, tensors: list[Tensor]) -> Any:
    if value is None or type(value) in ATOMS:
        return value
    if isinstance(value, Tensor):
        return _put(value, tensors)
    if isinstance(value, Mapping):
        return {str(key): _written(each, tensors) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_written(each, tensors) for each in value]
    if dataclasses.is_dataclass(value):
        fields = [_written(getattr(value, field), tensors) for field in _fields(value.__class__)]
        return {"build": fields} if isinstance(value, Build) else fields
    raise Unsendable(f"a {type(value).__name__} cannot be sent")


def _put(tensor: Tensor, tensors: list[Tensor]) -> dict[str, Any]:
    """Its number, and the order of its dimensions in memory where that is not the usual one."""
    if tensor.dtype not in NAMES:
        raise Unsendable(f"a tensor of {tensor.dtype} cannot be sent")
    if tensor.nbytes > LARGEST:
        raise Unsendable(TOO_LARGE)
    tensor = tensor.detach()
    strides = tensor.stride()
    order = sorted(range(tensor.dim()), key=lambda i: -strides[i])
    dense = tensor.permute(order)
    if tensor.is_contiguous() or not dense.is_contiguous():
        tensors.append(tensor.contiguous())
        return {"tensor": len(tensors) - 1}
    tensors.append(dense)
    return {"tensor": len(tensors) - 1, "order": order}


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


def _read(value: Any, kind: Any, tensors: Mapping[int, Tensor]) -> Any:
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
    return kind(*(_read(each, hint, tensors) for each, hint in zip(values, fields.values())))


def _composed(value: Any, kind: Any, tensors: Mapping[int, Tensor]) -> Any:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (part,) = (part for part in parts if part is not type(None))
        return None if value is None else _read(value, part, tensors)
    if origin is tuple and type(value) is list:
        if parts[1:] == (...,):
            return tuple(_read(each, parts[0], tensors) for each in value)
        if len(parts) == len(value):
            return tuple(_read(each, part, tensors) for each, part in zip(value, parts))
    if isinstance(origin, type) and issubclass(origin, Mapping) and type(value) is dict:
        return {key: _read(each, parts[1], tensors) for key, each in value.items()}
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


def length(header: bytes) -> int:
    """How many bytes follow the eight that announce a frame. Raises Malformed."""
    announced = int.from_bytes(header, "little")
    if not 0 < announced <= LARGEST:
        raise Malformed(f"a frame of {announced:,} bytes")
    return announced


def announced(frame: Sequence[int] | bytes) -> bytes:
    """The eight bytes before a frame."""
    return len(frame).to_bytes(8, "little")
