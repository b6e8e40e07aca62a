"""What is taken from a submission: the files of the interface, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from spec.interface import INTERFACE
from spec.ladder import todo_of_file
from spec.version import FILE as VERSION

FILES = tuple(contract.file for contract in INTERFACE.values() if contract.file)
WANTED = tuple(file for file in FILES if todo_of_file(file))
PROVIDED = tuple(file for file in FILES if not todo_of_file(file))
NAMES = {f"{file}.py": file for file in FILES} | {VERSION: VERSION}  # of what is read, and how it is called here
LONGEST_FILE = 256 * 1024

HAND_IN = "Hand in a folder, a .zip or a .tar.gz that holds your files at its top or one folder down: {}.".format(
    ", ".join(f"{file}.py" for file in WANTED)
)

Read: TypeAlias = Callable[[], bytes]  # bounded, if not by LONGEST_FILE; raises Refused or Unreadable
Folders: TypeAlias = Mapping[str, Mapping[str, Read]]  # by the folder's path and the file, as NAMES calls it
TOP, OUTSIDE = ".", ".."


class Refused(Exception):
    """Why one thing is not read, as the end of a sentence: "is a symbolic link"."""


class Unreadable(Exception):
    """Why nothing can be graded, and what to hand in instead."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {HAND_IN}")


def refusing(why: str) -> Read:
    """The way to read a file that is refused."""

    def read() -> bytes:
        raise Refused(why)

    return read
