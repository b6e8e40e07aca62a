"""A training run in the terminal: a progress bar, the losses, what the model writes by then, and Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from harness.language.speech import say
from harness.run.errors import printable
from spec.train.run import Run

LOOKS = 10  # at the losses, on the way
SAMPLE = 150  # characters


def train(run: Run, path: Path, prompt: str, console: Console) -> bool:
    """Train to the last step, and save at each look; whether it was reached before Ctrl-C. Raises CannotTrain."""
    steps, started = run.settings.steps, time.monotonic()
    look = max(1, steps // LOOKS)
    with noted() as interrupts, _bar(console) as bar:
        task = bar.add_task("", total=steps, completed=run.done, loss="")
        _look(run, prompt, console, 0.0)
        while run.done < steps and not interrupts.seen:
            bar.update(task, loss=say("loss {loss}", loss=f"{run.step():.3f}"), completed=run.done)
            if run.done % look == 0 or run.done == steps:
                _look(run, prompt, console, time.monotonic() - started)
                run.checkpoint().save(path)
        if interrupts.seen:
            run.checkpoint().save(path)
    return run.done == steps


def _look(run: Run, prompt: str, console: Console, seconds: float) -> None:
    training, validation = run.losses()
    width = len(str(run.settings.steps))
    console.print(
        say(
            "step {step}: training loss {training}, validation loss {validation}, {seconds} s",
            step=f"{run.done:>{width}}",
            training=f"{training:.3f}",
            validation=f"{validation:.3f}",
            seconds=f"{seconds:.0f}",
        )
    )
    written = run.student.write(run.model, run.corpus.characters, prompt, SAMPLE, run.settings.seed)
    lines = [line for line in printable(written).splitlines() if line.strip()]
    console.print(Padding(Text("\n".join(lines), style="cyan"), (0, 0, 0, 4), expand=False))


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class Interrupts:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.seen = False


@contextmanager
def noted() -> Iterator[Interrupts]:
    """Ctrl-C inside the block is noted, and ends nothing; pressed again, it does what it always does."""
    interrupts = Interrupts()
    previous = signal.getsignal(signal.SIGINT)

    def note(signum: int, frame: FrameType | None) -> None:
        interrupts.seen = True
        signal.signal(signal.SIGINT, previous)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, previous)
