"""From an exception that an implementation raised to an error that can be shown."""

from __future__ import annotations

import builtins
import dis
import re
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import dropwhile
from pathlib import Path
from types import TracebackType

from harness.case import Error, Frame, Open
from harness.load.package import Package

LONGEST_MESSAGE = 500
MOST_FRAMES = 5
SHORTEST_NAME = 4  # a shorter one is near to too many
ALIKE = 0.8  # difflib's ratio: quary is as near to query as this
VERY_ALIKE = 0.9  # mask_fill is as near to masked_fill as this
RAISES = dis.opmap["RAISE_VARARGS"]


def describe(exception: BaseException, stage: str, package: Package, always: bool) -> Error:
    """Say what was raised, at which stage, and from which lines of the implementation's own files."""
    frames = _cut(_frames(exception, package))
    message = f"{_message(exception)}{_meant(exception) if frames else ''}"
    opened = open_method(message) if isinstance(exception, NotImplementedError) else None
    return Error(
        stage=stage,
        kinds=_kinds(type(exception)),
        message=message.replace(f"{package.name}.", "").replace(package.name, package.folder.name),
        frames=frames,
        always=always or opened is not None,
        raised=_is_raised(exception.__traceback__, package),
        open=opened,
    )


def open_method(message: str) -> Open | None:
    """The method that a message of the skeleton names."""
    found = re.match(r"TODO (\d{1,4})\b(?:: (\w{1,80}\.\w{1,80}))?", message)
    return Open(int(found[1]), found[2] or "") if found else None


def unfinished(text: str) -> int | None:
    """The TODO that a message or a docstring of the skeleton names."""
    found = open_method(text)
    return found.todo if found else None


def printable(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """The text with everything escaped that could speak to a terminal, and cut where it is too long."""
    if len(text) <= longest and text.isprintable():
        return text
    shown = "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text[: longest + 1])
    return shown if len(text) <= longest else shown[:longest] + " ..."


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def _kinds(kind: type[BaseException]) -> tuple[str, ...]:
    built_in = [base.__name__ for base in kind.__mro__ if getattr(builtins, base.__name__, None) is base]
    return tuple(dict.fromkeys([printable(kind.__name__, 80), *built_in]))


def _message(exception: BaseException) -> str:
    try:
        return printable(str(exception))
    except BaseException:
        return "(its message cannot be shown)"


def _meant(exception: BaseException) -> str:
    """The end of a message that names what is spelled nearly so; empty where nothing is."""
    if not isinstance(exception, (AttributeError, NameError)) or len(exception.name or "") < SHORTEST_NAME:
        return ""
    try:
        wrong = str(exception.name).casefold()
        known = {name.casefold(): name for name in _known(exception)}
        as_long = [name for name in known if abs(len(name) - len(wrong)) <= 1]
        near = get_close_matches(wrong, as_long, 1, ALIKE) or get_close_matches(wrong, known, 1, VERY_ALIKE)
    except BaseException:  # it is the implementation that says what it knows
        return ""
    return f". Did you mean {printable(known[near[0]], 80)!r}?" if near and known[near[0]] != exception.name else ""


def _known(exception: AttributeError | NameError) -> list[str]:
    """The names that can stand in place of the one that is not known."""
    if isinstance(exception, AttributeError):
        return dir(exception.obj)
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return [*trace.tb_frame.f_locals, *trace.tb_frame.f_globals, *dir(builtins)] if trace else []


def _frames(exception: BaseException, package: Package) -> tuple[Frame, ...]:
    steps = [(step.filename, step.lineno or 0) for step in traceback.extract_tb(exception.__traceback__, limit=-50)]
    if isinstance(exception, SyntaxError) and exception.filename:
        steps.append((exception.filename, exception.lineno or 0))
    own = dict.fromkeys(
        step for step in steps if Path(step[0]).parent == package.folder
    )  # a comprehension is a step too
    return tuple(
        Frame(Path(file).name, line, printable(_code(package.source(Path(file).stem), line), 200)) for file, line in own
    )


def _cut(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Those that tell most, without the import lines that lead to the file where it happens."""
    on_the_way = ("import ", "from ")
    tell = tuple(dropwhile(lambda frame: frame.code.startswith(on_the_way), frames)) or tuple(frames[-1:])
    return tell if len(tell) <= MOST_FRAMES else (tell[0], *tell[1 - MOST_FRAMES :])


def _is_raised(trace: TracebackType | None, package: Package) -> bool:
    """Whether the exception comes from a raise or an assert of the implementation's own, not from torch or Python."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or Path(trace.tb_frame.f_code.co_filename).parent != package.folder:
        return False
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == RAISES


def _code(source: str, line: int) -> str:
    lines = source.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""
