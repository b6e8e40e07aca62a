"""Cases and outcomes as bytes.

A frame is one safetensors file. Its tensor "header" holds JSON (harness.run.codec), in which a number stands for each
of the other tensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, TensorSpec, deserialize, serialize
from torch import Tensor

from harness.run.codec import Keep, Malformed, Unwritable, read, written

LARGEST = 64 * 2**20  # bytes of a frame
TOO_LARGE = f"the answer is larger than {LARGEST:,} bytes"
LONGEST = 2**20  # bytes of its header, and of the list of its tensors
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

Record = TypeVar("Record")


def encode(record: Any) -> bytes:
    """The frame of a dataclass. Raises Unwritable."""
    tensors: list[Tensor] = []
    header = json.dumps(written(record, _keeping(tensors)), separators=(",", ":")).encode()
    if len(header) > LONGEST or sum(tensor.nbytes for tensor in tensors) + 2 * len(header) > LARGEST:
        raise Unwritable(TOO_LARGE)
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
        record: Record = read(json.loads(bytes(header["data"])), kind, tensors)
        return record
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


def _keeping(tensors: list[Tensor]) -> Keep:
    def keep(tensor: Tensor) -> int:
        if tensor.dtype not in NAMES:
            raise Unwritable(f"a tensor of {tensor.dtype} cannot be sent")
        if tensor.nbytes > LARGEST:
            raise Unwritable(TOO_LARGE)
        tensors.append(tensor.contiguous())
        return len(tensors) - 1

    return keep


def length(header: bytes) -> int:
    """How many bytes follow the eight that announce a frame. Raises Malformed."""
    announced = int.from_bytes(header, "little")
    if not 0 < announced <= LARGEST:
        raise Malformed(f"a frame of {announced:,} bytes")
    return announced


def announced(frame: Sequence[int] | bytes) -> bytes:
    """The eight bytes before a frame."""
    return len(frame).to_bytes(8, "little")
