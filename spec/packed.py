"""Many small tensors in one file: safetensors takes 100 microseconds to load each, and a view of a long one takes 3."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import groupby
from math import prod
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

SHAPES = "shapes"  # the metadata that says how to cut


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

    def save(self, path: Path) -> None:
        """Write one long tensor for each dtype. The same tensors give the same bytes."""
        named = [(_name(tensor), tensor) for tensor in self.tensors]
        by_type = groupby(sorted(named, key=lambda pair: pair[0]), key=lambda pair: pair[0])
        long = {name: torch.cat([tensor.flatten() for _, tensor in group]) for name, group in by_type}
        shapes = json.dumps([[name, list(tensor.shape)] for name, tensor in named], separators=(",", ":"))
        save_file(long, path, metadata={SHAPES: shapes})


def unpacked(path: Path) -> Mapping[int, Tensor]:
    """The tensors of such a file, by their numbers. Raises OSError, SafetensorError, KeyError or ValueError."""
    with safe_open(path, framework="pt") as file:
        shapes = [(name, tuple(shape)) for name, shape in json.loads(file.metadata()[SHAPES])]
        long = {name: file.get_tensor(name) for name in {name for name, _ in shapes}}
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
