"""The machine as the course has it, on any other machine: one with a CPU alone, which runs code as it is written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import torch

COMPILES = re.compile(r"^[^#\n]*(\btorch\.compile\b|\btorch\.jit\b|\bimport (?:compile|jit)\b|\.compile\(\))", re.M)
NOTE = "its code runs here as it is written: torch.compile and torch.jit are left out."


def simplify() -> None:
    """From now on nothing is compiled, which takes minutes, and code that looks for a GPU finds none."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""  # read once torch looks for one
    torch.backends.mps.is_available = torch.accelerator.is_available = lambda *_: False  # type: ignore[assignment]
    torch.compile = torch.compiler.disable = _as_it_is  # type: ignore[assignment]  # not to import a compiler: seconds
    torch.jit._state.disable()


def _as_it_is(function: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Any:
    """A decorator, with options or without."""
    return _as_it_is if function is None else function


def notes(name: str, text: str) -> list[str]:
    """A sentence on a file that would be compiled elsewhere."""
    return [f"{name}: {NOTE}"] if COMPILES.search(text) else []
