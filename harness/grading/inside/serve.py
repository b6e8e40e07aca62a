"""A worker: it is given the sources of a submission, then one case after another, and answers each with its outcome."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import torch
from torch import Tensor

from harness.case import Call, Case, Error, Outcome, Reply
from harness.course import course
from harness.grading.inside import wire
from harness.grading.inside.layers import proven
from harness.load.files import Files
from harness.load.imports import relative_imports
from harness.load.package import Package
from harness.load.stand_ins import take_from
from harness.run.codec import Unwritable
from harness.run.in_process import InProcess

NONCE = 16  # bytes
FOLDER = Path("/submission")  # where its files are said to be; there is no such folder
STAND_INS = Path("/stand_ins")  # nor this one

Record = TypeVar("Record")


@dataclass(frozen=True)
class Ready:
    """A worker's first words, and what it says once it has the sources."""


@dataclass(frozen=True)
class Hidden:
    """Files that no worker may read; their paths end with NUL. No worker that runs a submission ever has this list."""

    paths: Tensor

    @classmethod
    def at(cls, paths: Sequence[str]) -> Hidden:
        return cls(_bytes("\0".join(paths), "surrogateescape"))


@dataclass(frozen=True)
class Held:
    """The layers that a worker has proved."""

    layers: tuple[str, ...]


@dataclass(frozen=True)
class Attempt:
    """What a worker is to run: the text of each file in UTF-8, why others are not read, and what stand-ins replace.

    With `parse`, nothing is run: the names that this file imports from the others are read off it.
    """

    sources: Mapping[str, Tensor]
    refused: Mapping[str, str]
    replaced: tuple[str, ...] = ()
    parse: str = ""

    @classmethod
    def at(cls, files: Files, replaced: tuple[str, ...] = (), parse: str = "") -> Attempt:
        return cls({file: _bytes(text) for file, text in files.sources.items()}, files.refused, replaced, parse)

    @property
    def files(self) -> Files:
        return Files(_texts(self.sources), self.refused)


@dataclass(frozen=True)
class Question:
    """Cases, and the text of the stand-ins that they need and none before them has needed.

    They come with them, so that what a submission may find where it runs are those that it may have, and no answers.
    """

    cases: tuple[Case, ...]
    stand_ins: Mapping[str, Tensor]
    calls_follow: bool = False  # to the only case

    @classmethod
    def at(cls, cases: tuple[Case, ...], stand_ins: Mapping[str, str], calls_follow: bool = False) -> Question:
        return cls(cases, {file: _bytes(text) for file, text in stand_ins.items()}, calls_follow)


@dataclass(frozen=True)
class Calls:
    """More calls of a module that has been built, so that they alone are timed; none where it is done with."""

    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The outcome of each case."""

    outcomes: tuple[Outcome, ...]


def _bytes(text: str, errors: str = "strict") -> Tensor:
    return torch.frombuffer(bytearray(text.encode(errors=errors) or b"\n"), dtype=torch.uint8)


def _text(text: Tensor, errors: str = "strict") -> str:
    return text.numpy().tobytes().decode(errors=errors)


def _texts(sources: Mapping[str, Tensor]) -> dict[str, str]:
    return {file: _text(text) for file, text in sources.items()}


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


def prove(channel: Channel) -> NoReturn:
    """Tell which layers hold."""
    channel.write(Ready())
    channel.write(Held(proven(_text(channel.read(Hidden).paths, "surrogateescape").split("\0"))))
    os._exit(0)


def serve(channel: Channel, sealed: tuple[str, ...]) -> NoReturn:
    """Answer until the channel is closed. sealed: modules that no submission can import."""
    signal.signal(signal.SIGPROF, signal.SIG_IGN)  # but for the time in which a case runs
    channel.write(Ready())
    attempt = channel.read(Attempt)
    if attempt.parse:
        found = relative_imports(attempt.files.sources[attempt.parse])
        channel.write(Imports(tuple((file, name) for file, name in found)))
        os._exit(0)
    stand_ins = Package(STAND_INS, files=Files({}))
    take_from(stand_ins.name)
    impl = InProcess(FOLDER, attempt.replaced, attempt.files)
    impl.timed_elsewhere = True
    _seal(sealed)
    channel.write(Ready())
    while True:
        question = channel.read(Question)
        stand_ins.files = stand_ins.files.changed(_texts(question.stand_ins))
        if question.calls_follow:
            outcomes = [_in_turn(channel, impl, *question.cases)]
        else:
            outcomes = list(map(impl, question.cases))
        try:
            channel.write(Answer(tuple(outcomes)))
        except (Unwritable, MemoryError) as error:
            broken = Outcome((), {}, (), Error("forward", ("ContractBroken",), str(error)))
            channel.write(Answer((broken,) if len(outcomes) == 1 else ()))  # of several, whose it is shows alone


def _in_turn(channel: Channel, impl: InProcess, case: Case) -> Outcome:
    """Answer that the module is built, and each request for calls of it. Gives what is left to say."""
    done: list[Reply] = []

    def calls() -> Iterator[Call]:
        while True:
            channel.write(Answer((Outcome(tuple(done), {}, ()),)))
            done.clear()
            asked = channel.read(Calls).calls
            if not asked:
                return
            yield from asked

    return impl.in_turn(case, calls(), done)


def harness() -> tuple[str, ...]:
    """Our own modules. Looked for before the fork: going through all names copies the pages on which they lie."""
    return tuple(name for name in sys.modules if name.partition(".")[0] in ("harness", course().package))


def _seal(names: tuple[str, ...]) -> None:
    """Take these modules out of reach of an import statement and of the garbage collector, as far as Python goes."""
    for name in names:
        del sys.modules[name]
    gc.freeze()
