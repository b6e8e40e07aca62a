"""What a run has computed, kept on disk for the next one, as long as nothing that it rests on has changed.

A record is a dataclass. Its file holds the digest of what it rests on, and one of its own content: a file that is
stale, damaged or half written is no record. Files are replaced as a whole, so that runs side by side do not meet.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

from safetensors import SafetensorError

from harness.draw.packed import Packer, unpacked
from harness.run.codec import Malformed, read, written
from harness.where import ROOT

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """The records of a folder that rest on the same things. rests_on: their digest."""

    def __init__(self, folder: Path, rests_on: str) -> None:
        self.folder = folder
        self.rests_on = rests_on

    def load(self, name: str, kind: type[T]) -> T | None:
        """The record of a name; None where there is none that is whole and fresh."""
        path = self._path(name)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
            if head.decode() != self._head(content):
                return None
            text, _, tensors = content.partition(b"\n")
            record: T = read(json.loads(text), kind, unpacked(tensors))
            return record
        except (OSError, SafetensorError, Malformed, KeyError, TypeError, ValueError):
            return None

    def save(self, name: str, record: Any) -> None:
        """Keep a record. Where nothing can be written, nothing is kept."""
        packer = Packer()
        text = json.dumps(written(record, packer.keep), separators=(",", ":")).encode()
        content = text + b"\n" + packer.packed()
        path = self._path(name)
        part = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(self._head(content).encode() + b"\n" + content)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{re.sub(r'[^0-9A-Za-z]+', '_', name)}.record"

    def _head(self, content: bytes) -> str:
        return f"{self.rests_on} {hashlib.blake2b(content, digest_size=16).hexdigest()}"


class Kept(Generic[P, T]):
    """A function whose results are computed once: in this process, and, with a store, on this machine.

    name: of the record of a result, by the function's arguments. store: that of all such functions.
    """

    store: ClassVar[Store | None] = None

    def __init__(self, function: Callable[P, T], kind: type[T], name: Callable[P, str]) -> None:
        self.function, self.kind, self.name = function, kind, name
        self.known: dict[str, T] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        name = self.name(*args, **kwargs)
        if name not in self.known:
            loaded = self.store.load(name, self.kind) if self.store else None
            self.known[name] = self.function(*args, **kwargs) if loaded is None else loaded
            if self.store and loaded is None:
                self.store.save(name, self.known[name])
        return self.known[name]


def digest_of_files(paths: Iterable[Path], *others: object) -> str:
    """The digest of files, by name and content, and of what else there is to say."""
    digest = hashlib.blake2b(repr(others).encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(os.fsencode(f"{path.name} {len(content)} ") + content)
    return digest.hexdigest()


@functools.cache
def digest_of_sources(home: Path) -> str:
    """That of all code of the engine and of the course in this folder, as it was at first: a process that waits for a
    student's next save may have older code than the files by then."""
    return digest_of_files(path for half in (ROOT / "harness", home) for path in sorted(half.rglob("*.py")))
