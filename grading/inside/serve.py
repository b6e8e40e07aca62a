"""A worker: it is given the sources of a submission, then one case after another, and answers each with its outcome."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import torch
from torch import Tensor

from grading.inside import wire
from spec.case import Call, Case, Error, Outcome
from spec.imports import relative_imports
from spec.run import InProcess
from spec.written import Unwritable

NONCE = 16  # bytes
FOLDER = Path("/submission")  # where its files are said to be; there is no such folder

Record = TypeVar("Record")


@dataclass(frozen=True)
class Ready:
    """A worker's first words: the layers that it has proved."""

    held: tuple[str, ...]


@dataclass(frozen=True)
class Attempt:
    """What a worker is to run: the text of each file in UTF-8, and the classes that stand-ins replace.

    With `parse`, nothing is run: the names that this file imports from the others are read off it.
    """

    sources: Mapping[str, Tensor]
    replaced: tuple[str, ...] = ()
    parse: str = ""

    @classmethod
    def at(cls, sources: Mapping[str, str], replaced: tuple[str, ...] = (), parse: str = "") -> Attempt:
        return cls({file: _bytes(text) for file, text in sources.items()}, replaced, parse)

    @property
    def texts(self) -> dict[str, str]:
        return {file: text.numpy().tobytes().decode() for file, text in self.sources.items()}


def _bytes(text: str) -> Tensor:
    return torch.frombuffer(bytearray(text.encode() or b"\n"), dtype=torch.uint8)


@dataclass(frozen=True)
class Calls:
    """The calls of a case that came without any: once the module is built, so that they alone are timed."""

    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Imports:
    """What a file takes from the others: pairs of file and name."""

    pairs: tuple[tuple[str, str], ...]


class Channel:
    """The worker's end of a channel. An answer bears the nonce of what was read last."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.nonce = bytes(NONCE)

    def read(self, kind: type[Record]) -> Record:
        """What is asked next; ends this process once the channel is closed."""
        self.nonce = self._exactly(NONCE)
        return wire.decode(self._exactly(wire.length(self._exactly(8))), kind)

    def write(self, answer: Any) -> None:
        frame = wire.encode(answer)
        left = memoryview(self.nonce + wire.announced(frame) + frame)
        while left:
            left = left[os.write(self.file, left) :]

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = os.read(self.file, min(size - len(parts), 2**20))
            if not part:
                os._exit(0)
            parts += part
        return bytes(parts)


def serve(channel: Channel, held: tuple[str, ...], sealed: tuple[str, ...]) -> NoReturn:
    """Answer until the channel is closed. sealed: modules that no submission can import."""
    signal.signal(signal.SIGPROF, signal.SIG_IGN)  # but for the time in which a case runs
    channel.write(Ready(held))
    attempt = channel.read(Attempt)
    if attempt.parse:
        found = relative_imports(attempt.texts[attempt.parse].encode())
        channel.write(Imports(tuple((file, name) for file, name in found)))
        os._exit(0)
    impl = InProcess(FOLDER, attempt.replaced, attempt.texts)
    impl.cpu_seconds = None
    _seal(sealed)
    channel.write(Ready(held))
    while True:
        case = channel.read(Case)
        outcome = impl.answer(case, case.calls if case.calls or case.training else _following(channel))
        try:
            channel.write(outcome)
        except (Unwritable, MemoryError) as error:
            channel.write(Outcome((), {}, (), Error("forward", ("ContractBroken",), str(error))))


def _following(channel: Channel) -> Iterator[Call]:
    channel.write(Outcome((), {}, ()))
    yield from channel.read(Calls).calls


def harness() -> tuple[str, ...]:
    """Our own modules. Looked for before the fork: going through all names copies the pages on which they lie."""
    return tuple(name for name in sys.modules if name.partition(".")[0] in ("spec", "grading"))


def _seal(names: tuple[str, ...]) -> None:
    """Take these modules out of reach of an import statement and of the garbage collector, as far as Python goes."""
    for name in names:
        del sys.modules[name]
    gc.freeze()
