"""What is kept of the answers where these are not at hand: drawn cases, and what came of them.

One JSON file and one of tensors (safetensors) for each TODO. Each tensor is kept once, however often it comes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from spec.case import Case, Outcome
from spec.ladder import Todo
from spec.slips import Slip
from spec.written import read, written


@dataclass(frozen=True)
class Known:
    """What came of a case, and how far rounding may move each tensor of it, by the name that a comparison gives it."""

    outcome: Outcome
    slack: Mapping[str, float]


@dataclass(frozen=True)
class KnownSlip:
    """A slip without its edits, the claims that it breaks, and what comes of the probes of its class."""

    slip: Slip
    breaks: tuple[str, ...]
    outcomes: tuple[Known, ...]


@dataclass(frozen=True)
class Recording:
    """What is known of one TODO.

    draws: of each claim that compares, its drawn arguments, from small to large. reference: what the answers make of
    the cases that these claims ask, by fingerprint. probes: of each class, the cases that tell its slips apart.
    """

    draws: Mapping[str, tuple[Mapping[str, Case], ...]]
    reference: Mapping[str, Known]
    probes: Mapping[str, tuple[Case, ...]]
    slips: tuple[KnownSlip, ...]

    def save(self, folder: Path, todo: Todo) -> None:
        """Write both files. The same recording always gives the same bytes."""
        tensors = _Tensors()
        text = json.dumps(written(self, tensors.keep), separators=(",", ":"), ensure_ascii=False)
        _text(folder, todo).write_text(text, encoding="utf-8")
        save_file({str(number): tensor for number, tensor in enumerate(tensors.kept)}, _numbers(folder, todo))

    @classmethod
    def load(cls, folder: Path, todo: Todo) -> Recording:
        tensors = {int(name): tensor for name, tensor in load_file(_numbers(folder, todo)).items()}
        recording: Recording = read(json.loads(_text(folder, todo).read_text(encoding="utf-8")), Recording, tensors)
        return recording


def is_recording(folder: Path) -> bool:
    """Whether a folder holds recordings instead of answers."""
    return any(folder.glob("todo_*.json"))


def fingerprint(case: Case) -> str:
    """The same for cases of the same content."""
    text = json.dumps(written(case, lambda tensor: int(_digest(tensor), 16)))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _text(folder: Path, todo: Todo) -> Path:
    return folder / f"todo_{todo.number}.json"


def _numbers(folder: Path, todo: Todo) -> Path:
    return folder / f"todo_{todo.number}.safetensors"


class _Tensors:
    """Each tensor once, numbered as they come."""

    def __init__(self) -> None:
        self.kept: list[Tensor] = []
        self.numbers: dict[str, int] = {}

    def keep(self, tensor: Tensor) -> int:
        digest = _digest(tensor)
        if digest not in self.numbers:
            self.numbers[digest] = len(self.kept)
            self.kept.append(tensor.clone(memory_format=torch.contiguous_format))
        return self.numbers[digest]


def _digest(tensor: Tensor) -> str:
    content = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()
    return hashlib.blake2b(content + f"{tensor.dtype} {tuple(tensor.shape)}".encode(), digest_size=12).hexdigest()
