"""Commands that work where they are printed: under tox or uv, in an environment that is active, or beside one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def pytest(*arguments: str) -> str:
    """pytest with these arguments."""
    if _under_tox():
        return _joined(*_tox(), "-e", "student", *(["--", *arguments] if arguments else []))
    return _joined(*_script("pytest"), *arguments)


def python(*arguments: str) -> str:
    """Python, with all that the course needs, and these arguments."""
    if _under_tox():
        return _joined(*_tox(), "exec", "-e", "student", "--", "python", *arguments)
    return _joined(*_script("python"), *arguments)


def place(path: Path) -> str:
    """A path, from here if it is below."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _under_tox() -> bool:
    return "TOX_ENV_NAME" in os.environ


def _tox() -> tuple[str, ...]:
    return ("tox",) if shutil.which("tox") else ("python", "-m", "tox")


def _script(name: str) -> tuple[str, ...]:
    """A script, by uv if it was uv that ran this one, or if the shell finds that of this environment; else a call of
    its Python."""
    if "UV_RUN_RECURSION_DEPTH" in os.environ:
        return ("uv", "run", name)
    found = shutil.which(name)
    if found and Path(found).is_relative_to(sys.prefix):
        return (name,)
    return (_this_python(),) if name == "python" else (_this_python(), "-m", name)


def _this_python() -> str:
    """From here, if it is below; a shell of Windows runs nothing whose path has slashes."""
    python = Path(sys.executable)
    return str(python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python)


def _joined(*words: str) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
