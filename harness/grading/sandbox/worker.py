"""The grader's hold on the zygote and on one worker: requests with a deadline, output that is drained, and the end."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from harness.case import Case
from harness.grading.inside import wire
from harness.grading.inside.serve import NONCE, Attempt, Held, Hidden, Ready
from harness.grading.sandbox.deadline import Clock, Deadline
from harness.run.codec import Malformed

READY_SECONDS = 10.0  # of CPU time, to put the layers on: it takes a hundredth of a second
GRACE = 0.5  # seconds between the signal that raises CpuTimeUp and the end
TICK = 0.05
KEPT_OUTPUT = 64 * 2**10
MOST_OUTPUT = 16 * 2**20
GONE = "the process that starts workers has ended: was there too little memory? --jobs 1 needs least"

Answer = TypeVar("Answer")


class NoWorker(Exception):
    """The grader's own fault, or the machine's: no worker can be had."""


class Lost(Exception):
    """A worker that gave no answer; `kind` and the message say why. It has been ended."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Zygote:
    """The process that forks workers."""

    process: subprocess.Popen[bytes]
    control: socket.socket

    def once_ready(self, seconds: float) -> Zygote:
        """Itself, which may take so long to load torch. Raises NoWorker."""
        self.control.settimeout(seconds)
        try:
            if self.control.recv(16) == b"ready":
                return self
        except OSError:
            pass
        said = self.close().strip()
        raise NoWorker(f"no worker could be started here: {said[-500:] or 'it ended without a word'}")

    def fork(self, order: str) -> tuple[int, int, socket.socket, int]:
        """The new worker's number in the sandbox, a handle on it, the channel to it and its output.

        order: "serve" or "prove".
        """
        ours, theirs = socket.socketpair()
        output, into = os.pipe()
        try:
            socket.send_fds(self.control, [order.encode()], [theirs.fileno(), into])
            number, handles, _, _ = socket.recv_fds(self.control, 64, 1)
        except OSError as error:
            raise NoWorker(GONE) from error
        finally:
            theirs.close()
            os.close(into)
        if not handles:
            raise NoWorker(GONE)
        return int(number), handles[0], ours, output

    def status(self, number: int) -> int:
        """The exit status of a worker that has ended; negative for a signal."""
        try:
            self.control.send(str(number).encode())
            return int(self.control.recv(64))
        except (OSError, ValueError) as error:
            raise NoWorker(GONE) from error

    def close(self) -> str:
        """End it, and with it all workers behind bubblewrap; what it complained about."""
        self.control.close()
        self.process.kill()
        return (self.process.communicate()[1] or b"").decode(errors="replace")


@dataclass
class Worker:
    """One forked process, which has the sources of one submission and nothing else.

    sent: the stand-ins that it has been given. built: the case whose module is there for further calls.
    """

    zygote: Zygote
    number: int
    handle: int
    channel: socket.socket
    output: int
    sent: set[str] = field(default_factory=set)
    built: Case | None = None
    printed: bytearray = field(default_factory=bytearray)
    amount: int = 0
    status: int | None = None
    spent: float = 0.0
    asleep: float = 0.0
    request: Deadline | None = None

    def __post_init__(self) -> None:
        self.clock = Clock(_pid(self.handle))

    @classmethod
    def forked(cls, zygote: Zygote, order: str = "serve") -> Worker:
        """A worker that has put its layers on."""
        worker = cls(zygote, *zygote.fork(order))
        worker.channel.setblocking(False)
        os.set_blocking(worker.output, False)
        try:
            _, frame = worker._receive(Deadline(worker.clock, READY_SECONDS))
        except Lost as error:
            raise NoWorker(
                f"a worker could not be made ready: {error}\n{worker.printed.decode(errors='replace')}"
            ) from error
        wire.decode(frame, Ready)
        return worker

    @classmethod
    def proves(cls, zygote: Zygote, hidden: Sequence[str]) -> tuple[str, ...]:
        """The layers that hold there, in the words of a worker that never has a line of a submission."""
        worker = cls.forked(zygote, "prove")
        try:
            return worker.ask(Hidden.at(hidden), Held)[0].layers
        except Lost as error:
            raise NoWorker(f"a worker could not prove its layers: {error}") from error
        finally:
            worker.close()

    def given(self, attempt: Attempt) -> Worker:
        self.ask(attempt, Ready)
        return self

    def ask(self, question: Any, kind: type[Answer], cpu_seconds: float = READY_SECONDS) -> tuple[Answer, float]:
        """The answer, and the CPU seconds that the kernel counted for it. Raises Lost.

        `spent` grows by the seconds that it ran or slept, `asleep` by those that it slept.
        """
        frame = wire.encode(question)
        if select.select([self.channel], [], [], 0)[0]:
            raise self._end("Malformed", "it spoke without being asked")
        deadline, nonce = Deadline(self.clock, cpu_seconds), secrets.token_bytes(NONCE)
        self.request = deadline
        try:
            self._send(nonce + wire.announced(frame) + frame, deadline)
            echoed, answer = self._receive(deadline)
            seconds = deadline.ran()
        finally:
            self._account()
        if echoed != nonce:
            raise self._end("Malformed", "it answered what it was not asked")
        try:
            return wire.decode(answer, kind), seconds
        except Malformed as error:
            raise self._end("Malformed", f"its answer cannot be read: {error}") from error

    def _account(self) -> None:
        """Add what a request has taken, once: the clock of a worker that is gone tells nothing."""
        if self.request is not None:
            spent, self.request = self.request.spent(), None
            self.spent += spent.ran + spent.asleep
            self.asleep += spent.asleep

    def close(self) -> None:
        """End it, whatever it does, and wait until it is gone."""
        if self.status is None:
            self._account()
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            self.status = self.zygote.status(self.number)
            with contextlib.suppress(Lost):
                self._drain()
            self.channel.close()
            os.close(self.handle)
            os.close(self.output)
            self.clock.close()

    def _send(self, message: bytes, deadline: Deadline) -> None:
        left = memoryview(message)
        while left:
            self._wait(select.POLLOUT, deadline)
            try:
                left = left[self.channel.send(left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._died() from error

    def _receive(self, deadline: Deadline) -> tuple[bytes, bytes]:
        nonce = self._exactly(NONCE, deadline)
        try:
            size = wire.length(self._exactly(8, deadline))
        except Malformed as error:
            raise self._end("Malformed", f"its answer cannot be read: {error}") from error
        return nonce, self._exactly(size, deadline)

    def _exactly(self, size: int, deadline: Deadline) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._wait(select.POLLIN, deadline)
            try:
                part = self.channel.recv(min(size - len(parts), 2**20))
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._died() from error
            if not part:
                raise self._died()
            parts += part
        return bytes(parts)

    def _wait(self, event: int, deadline: Deadline) -> None:
        """Until the channel is ready; output is drained meanwhile, and the clock is watched."""
        poll = select.poll()
        poll.register(self.channel, event)
        poll.register(self.output, select.POLLIN)
        while True:
            ready = dict(poll.poll(TICK * 1000))
            if self.output in ready and not self._drain():
                poll.unregister(self.output)
            if self.channel.fileno() in ready and time.monotonic() - deadline.seen < TICK:
                return
            self._watch(deadline)

    def _watch(self, deadline: Deadline) -> None:
        over, deadline.seen = deadline.over(), time.monotonic()
        if over and deadline.warned is None:
            deadline.warned = time.monotonic()
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGPROF)
        elif over and deadline.warned is not None and time.monotonic() - deadline.warned > GRACE:
            raise self._end("TimeUp", over)

    def _drain(self) -> bool:
        """Take what it has printed; False once it has closed its output."""
        try:
            said = os.read(self.output, 2**16)
        except BlockingIOError:
            return True
        self.amount += len(said)
        self.printed += said[: KEPT_OUTPUT - len(self.printed)]
        if self.amount > MOST_OUTPUT:
            raise self._end("TooMuchOutput", f"it printed more than {MOST_OUTPUT:,} bytes")
        return bool(said)

    def _died(self) -> Lost:
        self.close()
        assert self.status is not None
        how = (
            f"was killed by {signal.Signals(-self.status).name}"
            if self.status < 0
            else f"exited with status {self.status}"
        )
        return Lost("Died", f"the process {how} before it answered")

    def _end(self, kind: str, message: str) -> Lost:
        self.close()
        return Lost(kind, message)


def _pid(handle: int) -> int:
    """The number that a process has here, whatever number it has in its sandbox."""
    with open(f"/proc/self/fdinfo/{handle}", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
