"""The environment in .venv, where uv and editors look for it too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from venv import EnvBuilder

from harness.where import ROOT

FOLDER = ROOT / ".venv"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def python() -> str:
    """Its Python. It is made anew unless it is there, of this version and with pip."""
    found = str(FOLDER / SCRIPTS / "python")
    if not _is_like_this(found):
        EnvBuilder(with_pip=True, clear=True).create(FOLDER)
    return found


def command(name: str) -> str:
    """How one of its commands is called from the folder above it."""
    return str(Path(FOLDER.name, SCRIPTS, name))


def _is_like_this(python: str) -> bool:
    asked = "import pip, sys; print(sys.version_info[:2])"
    try:
        said = subprocess.run([python, "-c", asked], capture_output=True, text=True, encoding="utf-8")
    except OSError:
        return False
    return said.stdout.strip() == str(sys.version_info[:2])
