"""What a submission may import: its own files, torch, numpy and Python's own library, here as in the sandbox."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from harness.course import course

HOME = "student"  # the folder of the files: editors write `from student.file import Class`
NOT_EVERYWHERE = {"tkinter", "_tkinter", "turtle", "turtledemo", "idlelib", "msvcrt", "winreg", "winsound"}
TAKEN = {*sys.stdlib_module_names, "torch", "numpy", "typing_extensions"} - NOT_EVERYWHERE


def builtins_for(package: str) -> dict[str, Any]:
    """Python's built-in names, for the modules of a package: their import statements are bound by these rules."""

    def imports(
        name: str,
        scope: Mapping[str, object] | None = None,
        inner: Mapping[str, object] | None = None,
        wanted: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        first, _, rest = name.partition(".")
        if level or first in TAKEN:
            return __import__(name, scope, inner, wanted or (), level)
        if first != HOME:
            raise ModuleNotFoundError(f"No module named {name!r}: {_remedy(name, package)}", name=name)
        if rest:
            import_module(f"{package}.{rest}")
        if wanted:
            return __import__(rest, scope, inner, wanted, level=1)
        return sys.modules[package]

    return {**vars(builtins), "__import__": imports}


def _remedy(name: str, package: str) -> str:
    file = name.rpartition(".")[2]
    if file in course().files or find_spec(f"{package}.{file}"):
        return f"write `from .{file} import ...`, with a dot"
    return "only torch, numpy and Python's own library can be imported, here and where it is graded"
