"""The bank of known mistakes. A slip is the answer with a few lines changed, and what its author misunderstood."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from harness.course import Todo, course
from harness.judge.edits import Edit, EditError, edited
from harness.load.files import Files, files_of
from harness.run.in_process import InProcess

Kind = Literal["value", "gradient", "state", "size", "cost"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class BadSlip(ValueError):
    """A record of the bank that is no slip."""


@dataclass(frozen=True)
class Slip:
    """One realistic mistake in one class.

    kind: value (the output is off), gradient (only the gradient is), state (something is left behind or remembered),
    size (right for some sizes only), cost (right, but by too much work). mistake: what the code does and its author
    misunderstood. hint: where to look; it does not give the answer away. variant: its place among the ways in which
    this mistake is made, the first of which is 1.
    """

    name: str
    class_name: str
    kind: Kind
    mistake: str
    hint: str
    edits: tuple[Edit, ...]
    variant: int = 1

    @property
    def title(self) -> str:
        """How the board calls the mistake, however it is made."""
        return self.name.replace("_", " ")

    @property
    def parts(self) -> tuple[Slip, ...]:
        """The mistakes that it is made of."""
        return (self,)

    @property
    def label(self) -> str:
        """No other slip of its class has the same."""
        return self.title if self.variant == 1 else f"{self.title} ({self.variant})"

    @property
    def file(self) -> str:
        return course().contracts[self.class_name].file

    @property
    def todo(self) -> Todo:
        return course().todo_of_class(self.class_name)

    def over(self, answers: Path, files: Files | None = None, replaced: Sequence[str] = ()) -> InProcess:
        """The answers with this mistake in them. Raises BadSlip where the answer no longer says what the slip edits.

        files: those of the answers, if they have been read. replaced: classes that stand-ins replace.
        """
        files = files or files_of(answers)
        try:
            changed = files.changed({self.file: edited(files.sources[self.file], self.edits)})
            return InProcess(answers, replaced, changed)
        except EditError as error:
            raise BadSlip(f"{self.file}.toml, {self.label}: {error}") from error


def one_mistake(alike: Sequence[Slip]) -> Slip | None:
    """The first of them, if all are ways of one mistake."""
    return alike[0] if len({slip.title for slip in alike}) == 1 else None


def slips(folder: Path) -> tuple[Slip, ...]:
    """The slips of a folder, one TOML file a class, in the course's order. Raises BadSlip with the record at fault."""
    return tuple(
        slip
        for name, contract in course().contracts.items()
        for slip in _slips_of(name, folder / f"{contract.file}.toml")
    )


def _slips_of(class_name: str, path: Path) -> Iterator[Slip]:
    if not path.is_file():
        return
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadSlip(f"{path.name}: {error}") from error
    for name, record in records.items():
        yield from read(class_name, name, record, path)


def read(class_name: str, name: str, record: Mapping[str, Any], path: Path) -> tuple[Slip, ...]:
    """A record of a file, in each of its variants. Raises BadSlip where it is no slip."""
    fields = dict(record)
    try:
        variants = [fields.pop("edits"), *fields.pop("variants", ())]
        found = tuple(
            Slip(name=name, class_name=class_name, edits=tuple((old, new) for old, new in edits), variant=n, **fields)
            for n, edits in enumerate(variants, start=1)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadSlip(f"{path.name}, {name}: {error}; expected kind, mistake, hint and edits") from error
    if found[0].kind not in KINDS:
        raise BadSlip(f"{path.name}, {name}: there is no kind {found[0].kind!r}; there are {', '.join(KINDS)}")
    return found
