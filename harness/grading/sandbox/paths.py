"""What a worker may read: Python's own library, torch and what torch needs, and the system's shared libraries."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from harness.course import course
from harness.where import ROOT

HARNESS = "__init__.py where.py training.py case.py course.py limits load run grading/__init__.py grading/inside"
COURSE = "__init__.py interface.py ladder.py stand_ins/__init__.py"  # not what computes or tells an answer
NEEDED = ("torch", "numpy", "safetensors", "landlockpy", "pyseccomp")
SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache")
STANDARD_LIBRARY = sysconfig.get_path("stdlib")
EXECUTABLE = os.path.realpath(sys.executable)


def ours() -> tuple[Path, ...]:
    """What a worker may read of the engine and of the course."""
    halves = ((ROOT / "harness", HARNESS), (course().home, COURSE))
    return tuple(path for half, names in halves for name in names.split() if (path := half / name).exists())


def search_path() -> tuple[str, ...]:
    """sys.path of the sandbox: the engine, the course, the standard library, and where torch is installed."""
    sites = dict.fromkeys(str(found.locate_file("")) for name in NEEDED if (found := _installed(name)))
    return (
        *dict.fromkeys((str(ROOT), str(course().root))),
        STANDARD_LIBRARY,
        str(Path(STANDARD_LIBRARY) / "lib-dynload"),
        *sites,
    )


def python() -> tuple[str, ...]:
    """The interpreter and its library, without the packages that are installed beside it."""
    shared = Path(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "")
    beside = (str(path) for path in sorted(Path(STANDARD_LIBRARY).iterdir()) if not path.name.endswith("-packages"))
    return (EXECUTABLE, *([str(shared)] if shared.is_file() else []), *beside)


def packages() -> tuple[str, ...]:
    """The files and folders that torch and the rest are installed as (PEP 376: RECORD lists them)."""
    return tuple(dict.fromkeys(path for found in _needed() for path in _installed_as(found)))


def system() -> tuple[str, ...]:
    return tuple(path for path in SYSTEM if os.path.exists(path))


def _needed() -> Iterator[Distribution]:
    """The distributions by name, and those that they require, as far as they are installed."""
    names, seen = list(NEEDED), set[str]()
    while names:
        name = re.sub(r"[-_.]+", "-", names.pop()).lower()
        found = _installed(name) if name not in seen else None
        seen.add(name)
        if found is not None:
            yield found
            needs = (need for need in found.requires or [] if "extra ==" not in need)
            names += [need[0] for line in needs if (need := re.match(r"[\w.-]+", line))]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _installed_as(found: Distribution) -> Iterator[str]:
    lines = (found.read_text("RECORD") or "").splitlines()
    for top in dict.fromkeys(re.split("[/,]", line, maxsplit=1)[0] for line in lines):
        path = str(found.locate_file(top))
        if top not in ("..", "__pycache__") and not top.endswith(".pth") and os.path.exists(path):
            yield path
