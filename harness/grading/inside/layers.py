"""The layers between a worker and the machine, and the proof of each: a call that it must refuse."""

from __future__ import annotations

import mmap
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from harness.grading.inside import limits

NOBODY = 65534
USER, LANDLOCK, SECCOMP, LIMITS, ELSEWHERE = "another user", "Landlock", "seccomp", "limits", "bubblewrap"
NOTHING_HIDDEN = "nothing hidden can be read"
LAYERS = (ELSEWHERE, USER, LANDLOCK, SECCOMP, LIMITS)


@dataclass
class Layers:
    """What a worker puts on. It is made once, before any worker is forked; what can't be had is None or False."""

    ruleset: Any
    filter: Any
    limited: bool

    @classmethod
    def of(cls, readable: Sequence[str], without: Sequence[str]) -> Layers:
        """readable: the files and folders that Python needs to go on importing."""
        return cls(
            ruleset=None if LANDLOCK in without else _made(lambda: _ruleset(readable)),
            filter=None if SECCOMP in without else _made(_filter),
            limited=LIMITS not in without,
        )

    def put_on(self) -> None:
        """Restrict this process, for good."""
        if self.limited:
            limits.apply()
        if self.ruleset is not None:
            self.ruleset.restrict()
            self.ruleset.close()
        if self.filter is not None:
            self.filter.load()


def become_nobody() -> None:
    """Give up root, its groups and its capabilities. Raises OSError where nobody can't read Python or torch."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    for folder in (os.path.dirname(os.__file__), *torch.__path__):
        os.listdir(folder)


def proven(hidden: Sequence[str]) -> tuple[str, ...]:
    """The layers that refuse, here and now, what they must. hidden: files that no worker may read.

    "nothing hidden" is said where all of these are closed, by whatever layer.
    """
    proofs: dict[str, Callable[[], object]] = {
        LANDLOCK: lambda: os.listdir("/"),
        SECCOMP: lambda: socket.socket().close(),
        LIMITS: lambda: mmap.mmap(-1, 2 * limits.MEMORY).close(),
    }
    held = [name for name, forbidden in proofs.items() if _refused(forbidden)]
    if os.getuid() == NOBODY:
        held.append(USER)
    if not any(map(os.path.lexists, hidden)):
        held.append(ELSEWHERE)
    if all(_refused(partial(os.open, path, os.O_RDONLY)) for path in hidden):
        held.append(NOTHING_HIDDEN)
    return tuple(held)


def _refused(forbidden: Callable[[], object]) -> bool:
    try:
        forbidden()
    except OSError:
        return True
    return False


def _made(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (ImportError, RuntimeError, OSError):
        return None


def _ruleset(readable: Sequence[str]) -> Any:
    from landlockpy import AccessFS, Ruleset, Scope

    rules = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
    for path in readable:
        if os.path.isdir(path):
            rules.allow_path(path, AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE)
        elif os.path.exists(path):
            rules.allow_path(path, AccessFS.READ_FILE | AccessFS.EXECUTE)
    return rules


def _filter() -> Any:
    from harness.grading.inside.syscalls import rules

    return rules()
