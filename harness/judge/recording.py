"""What is kept of the answers where these are not at hand: drawn cases, and what came of them.

One JSON file and one of tensors (safetensors) for each TODO. Each tensor is kept once, however often it comes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.case import Case, Outcome
from harness.course import Todo
from harness.draw.packed import Packer, digest_of, unpacked
from harness.judge.locating import Right
from harness.judge.slips import Slip
from harness.run.codec import read, written


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
    the cases that these claims ask, by fingerprint. probes: of each class, the cases that tell its slips apart. right:
    those of them that are plain forward passes, and what the answers make of these, step by step.
    """

    draws: Mapping[str, tuple[Mapping[str, Case], ...]]
    reference: Mapping[str, Known]
    probes: Mapping[str, tuple[Case, ...]]
    right: Mapping[str, tuple[Right, ...]]
    slips: tuple[KnownSlip, ...]

    def save(self, folder: Path, todo: Todo) -> None:
        """Write both files. The same recording always gives the same bytes."""
        tensors = Packer()
        text = json.dumps(written(self, tensors.keep), separators=(",", ":"), ensure_ascii=False)
        _text(folder, todo).write_text(text, encoding="utf-8")
        _numbers(folder, todo).write_bytes(tensors.packed())

    @classmethod
    def load(cls, folder: Path, todo: Todo) -> Recording:
        text, tensors = _text(folder, todo).read_text(encoding="utf-8"), unpacked(_numbers(folder, todo).read_bytes())
        recording: Recording = read(json.loads(text), Recording, tensors)
        return recording


def is_recording(folder: Path) -> bool:
    """Whether a folder holds recordings instead of answers."""
    return any(folder.glob("todo_*.json"))


def fingerprint(case: Case) -> str:
    """The same for cases of the same content."""
    text = json.dumps(written(case, lambda tensor: int(digest_of(tensor), 16)))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _text(folder: Path, todo: Todo) -> Path:
    return folder / f"todo_{todo.number}.json"


def _numbers(folder: Path, todo: Todo) -> Path:
    return folder / f"todo_{todo.number}.safetensors"
