"""The ten TODOs, one record each."""

from dataclasses import dataclass

from spec.interface import INTERFACE


@dataclass(frozen=True)
class Todo:
    """One rung: what it is about, the classes to write, what it is worth."""

    number: int
    week: int
    title: str
    classes: tuple[str, ...]
    points: int = 10

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold its classes, without the ending .py."""
        return tuple(INTERFACE[name].file for name in self.classes)


LADDER = (
    Todo(1, 1, "A bigram table", ("GPTVer1",)),
    Todo(2, 1, "Averaging the past, with loops", ("HeadVer1", "GPTVer2")),
    Todo(3, 1, "Averaging as a matrix product", ("HeadVer2",)),
    Todo(4, 1, "Averaging by mask and softmax", ("HeadVer3",)),
    Todo(5, 1, "Self-attention", ("HeadVer4",)),
    Todo(6, 1, "Positional encodings", ("GPTVer3",)),
    Todo(7, 2, "Multi-head attention", ("MultiHeadVer1", "MultiHeadVer2")),
    Todo(8, 2, "Feed-forward, residual connections", ("FeedForward", "BlockVer1", "BlockVer2")),
    Todo(9, 2, "Layer normalization", ("LayerNorm", "BlockVer3")),
    Todo(10, 2, "Dropout", ("BlockVer4",)),
)


def todo(number: int) -> Todo:
    """The TODO of that number."""
    return LADDER[number - 1]


def todo_of_file(file: str) -> Todo | None:
    """The TODO that a file of the interface (without .py) belongs to, if any."""
    return next((todo for todo in LADDER if file in todo.files), None)


def todo_of_class(name: str) -> Todo:
    """The TODO that asks for a class."""
    return next(todo for todo in LADDER if name in todo.classes)
