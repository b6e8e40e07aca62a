"""What a submission may reach while it runs: no file, no network and no other program, here as in the sandbox."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch

from harness.course import course

ENGINE = os.path.dirname(os.path.dirname(__file__))
LIBRARIES = (sys.prefix, sys.base_prefix, os.path.dirname(torch.__path__[0]), ENGINE)
INSTALLED = tuple(map(os.path.realpath, LIBRARIES))
REMEDY = "If a script needs it, put that under `if __name__ == '__main__':`"
NOWHERE = f"which it may neither here nor where it is graded. {REMEDY}"


def _file(path: object, *_: object) -> None:
    """Python, torch and the course read their own files."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return
    if not os.path.realpath(os.fsdecode(path)).startswith((*INSTALLED, os.path.realpath(course().home))):
        raise PermissionError(f"it opens the file {os.fsdecode(path)!r}, {NOWHERE}")


def _network(*_: object) -> None:
    raise PermissionError(f"it opens a connection to the network, {NOWHERE}")


def _program(*_: object) -> None:
    raise PermissionError(f"it starts another program, {NOWHERE}")


FORBIDDEN: Mapping[str, Callable[..., None]] = {  # audit events, https://docs.python.org/3/library/audit_events.html
    **dict.fromkeys(("open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"), _file),
    **dict.fromkeys(("socket.__new__", "socket.getaddrinfo", "socket.gethostbyname"), _network),
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn"), _program),
}
_confined = 0  # how many blocks of the kind below this process is in


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _confined and event in FORBIDDEN:
        FORBIDDEN[event](*arguments)


sys.addaudithook(_audit)  # for good; it decides nothing outside of the block below


@contextmanager
def confined() -> Iterator[None]:
    """Inside the block, what is forbidden raises PermissionError. It is advice, not a wall: the sandbox is the wall."""
    global _confined
    _confined += 1
    try:
        yield
    finally:
        _confined -= 1
