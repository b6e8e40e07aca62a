"""A machine, and all that stands in the way on it."""

from __future__ import annotations

import platform
import shutil
import struct
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harness.language.speech import say

LONGEST = 259  # characters of a path on Windows, unless long ones are switched on
FIRST_MACOS = 14  # that torch has a build for
DEEPEST = 190  # of torch's deepest file, below the environment
SPACE = {True: 2.0, False: 10.0}  # GB: for a CPU build, and for one with CUDA


@dataclass(frozen=True)
class Machine:
    """All of it that matters to torch, to pip, and to an environment in a folder."""

    system: str  # Linux, Darwin or Windows
    processor: str
    macos: int  # its version; 0 elsewhere
    bits: int
    version: str  # of Python
    makes_environments: bool
    managed: bool  # by the system: pip may not install
    long_paths: bool
    free: float  # GB

    @classmethod
    def this(cls, folder: Path) -> Machine:
        return cls(
            system=platform.system(),
            processor=platform.machine(),
            macos=int(platform.mac_ver()[0].split(".")[0] or 0),
            bits=8 * struct.calcsize("P"),
            version=f"{sys.version_info.major}.{sys.version_info.minor}",
            makes_environments=find_spec("ensurepip") is not None,
            managed=Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").exists(),
            long_paths=_has_long_paths(),
            free=shutil.disk_usage(folder).free / 1e9,
        )


def obstacles(machine: Machine, environment: Path, for_the_cpu: bool) -> Iterator[str]:
    """A sentence for each. for_the_cpu: whether it is torch's CPU build that will be installed."""
    if machine.bits != 64:
        yield say("This Python has {bits} bits, and torch needs 64. Install the 64-bit Python.", bits=machine.bits)
    if (machine.system, machine.processor) == ("Darwin", "x86_64"):
        yield say("There is no torch for Macs with an Intel processor. Run the course on Colab, as the README says.")
    elif machine.system == "Darwin" and machine.macos < FIRST_MACOS:
        yield say("This is macOS {this}, and torch needs {first}. Update it.", this=machine.macos, first=FIRST_MACOS)
    if not machine.makes_environments:
        package = f"python{machine.version}-venv"
        yield say("This Python cannot make an environment yet: `sudo apt install {package}`.", package=package)
    if machine.system == "Windows" and not machine.long_paths and len(str(environment)) + DEEPEST > LONGEST:
        most = LONGEST - DEEPEST - len(environment.name) - 1
        yield say("This folder's path is too long for Windows: {most} characters are the most. Move it.", most=most)
    if machine.free < SPACE[for_the_cpu]:
        needed, free = f"{SPACE[for_the_cpu]:.0f}", f"{machine.free:.1f}"
        yield say("The disk has {free} GB left, and {needed} are needed.", free=free, needed=needed)


def _has_long_paths() -> bool:
    """Whether Windows has them switched on."""
    if sys.platform != "win32":
        return True
    import winreg

    registry: Any = winreg
    key = registry.OpenKey(registry.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem")
    return bool(registry.QueryValueEx(key, "LongPathsEnabled")[0])
