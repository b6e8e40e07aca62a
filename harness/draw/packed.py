"""Many small tensors in one file: safetensors takes 100 microseconds to load each, and a view of a long one takes 3."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import groupby
from math import prod

import torch
from safetensors.torch import load, save
from torch import Tensor

SHAPES = "shapes"  # says how to cut the others, in JSON


class Packer:
    """Tensors, numbered as they come. Each is kept once, however often it comes."""

    def __init__(self) -> None:
        self.tensors: list[Tensor] = []
        self.numbers: dict[str, int] = {}

    def keep(self, tensor: Tensor) -> int:
        """The number of a contiguous copy."""
        digest = digest_of(tensor)
        if digest not in self.numbers:
            self.numbers[digest] = len(self.tensors)
            self.tensors.append(tensor.clone(memory_format=torch.contiguous_format))
        return self.numbers[digest]

    def packed(self) -> bytes:
        """A safetensors file of one long tensor for each dtype. The same tensors give the same bytes."""
        named = [(_name(tensor), tensor) for tensor in self.tensors]
        by_type = groupby(sorted(named, key=lambda pair: pair[0]), key=lambda pair: pair[0])
        long = {name: torch.cat([tensor.flatten() for _, tensor in group]) for name, group in by_type}
        shapes = json.dumps([[name, list(tensor.shape)] for name, tensor in named], separators=(",", ":"))
        return save({**long, SHAPES: torch.frombuffer(bytearray(shapes.encode()), dtype=torch.uint8)})


def unpacked(content: bytes) -> Mapping[int, Tensor]:
    """The tensors of such a file, by their numbers. Raises SafetensorError, KeyError or ValueError."""
    long = load(content)
    shapes = [(name, tuple(shape)) for name, shape in json.loads(long.pop(SHAPES).numpy().tobytes())]
    cut = {
        name: iter(numbers.split([prod(shape) for its_name, shape in shapes if its_name == name]))
        for name, numbers in long.items()
    }
    return {number: next(cut[name]).view(shape) for number, (name, shape) in enumerate(shapes)}


def digest_of(tensor: Tensor) -> str:
    """The same for tensors of the same type, shape and numbers."""
    content = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()
    return hashlib.blake2b(content + f"{tensor.dtype} {tuple(tensor.shape)}".encode(), digest_size=12).hexdigest()


def _name(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
