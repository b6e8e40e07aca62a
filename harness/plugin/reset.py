"""pytest --reset 5: the files of that TODO as they were handed out, and a copy of what was in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from harness.course import Todo, course
from harness.language.speech import ENGLISH, language, say, say_again
from harness.plugin.ladder import folder_of
from harness.tell import commands

SKELETON = "skeleton"  # the folder of the files as they were handed out, one in it for each language
KEPT = "kept"  # the folder of the copies
NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("ladder").addoption(
        "--reset",
        action="append",
        type=int,
        default=[],
        metavar="N",
        help=say("put TODO N back to its open state, and keep a copy; may be given several times"),
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """All is looked at before any file is written: the workers of xdist, who come later, write none."""
    config.stash[NOTES] = []
    if not config.getoption("--reset") or hasattr(config, "workerinput"):
        return
    if config.getoption("--impl") != "student":
        raise pytest.UsageError(say("--reset puts back files of student/: leave out --impl"))
    try:
        todos = [course().todo(number) for number in config.getoption("--reset")]
    except LookupError as error:
        raise pytest.UsageError(f"--reset: {say_again(str(error))}") from None
    skeleton = _skeleton(config.rootpath / SKELETON)
    for todo in todos:
        config.stash[NOTES] += reset(todo, folder_of(config), skeleton, config.rootpath / KEPT)


def reset(todo: Todo, folder: Path, skeleton: Path, kept: Path) -> Iterator[str]:
    """Put the files of a TODO back to their open state. What differs from it is copied first; a sentence a file."""
    for name in (f"{file}.py" for file in todo.files):
        path, opened = folder / name, (skeleton / name).read_bytes()
        if path.is_file() and path.read_bytes() == opened:
            yield say("{file} is open already.", file=commands.place(path))
            continue
        if path.is_file():
            copy = _copied(path, kept)
            yield say("{file} is open again. Your code is kept in {copy}.", file=commands.place(path), copy=copy)
        else:
            yield say("{file} was not there, and is again.", file=commands.place(path))
        path.write_bytes(opened)


def _copied(path: Path, kept: Path) -> str:
    """Where a copy of it is from now on. No copy is written over another."""
    kept.mkdir(exist_ok=True)
    copy = next(copy for n in count(1) if not (copy := kept / f"{path.stem}-{n}.py").exists())
    with copy.open("xb") as file:
        file.write(path.read_bytes())
    return commands.place(copy)


def _skeleton(folder: Path) -> Path:
    """That of the reader's language, or else the English one; raises UsageError where there is none."""
    found = next((each for name in (language(), ENGLISH) if (each := folder / name).is_dir()), None)
    if found is None:
        missing = say("--reset needs the folder {folder}, which the kit has: get the kit anew.", folder=folder)
        raise pytest.UsageError(missing)
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for note in config.stash[NOTES]:
        terminalreporter.write_line(note)
