"""What is looked for in a submission, and how it is spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TypeAlias

from harness.course import course
from harness.load.files import Read, file_called
from harness.load.source import Refused
from harness.tell.version import FILE as VERSION

SKIPPED = {"node_modules", "venv", "env", "site-packages", "harness"}  # folders in which nobody writes an answer

Folders: TypeAlias = Mapping[str, Mapping[str, Read]]  # by the folder's path and the entry's name
TOP, OUTSIDE = ".", ".."


def hand_in() -> str:
    """What to hand in, in a sentence."""
    files = ", ".join(f"{file}.py" for file in course().wanted)
    return f"Hand in a folder, a .zip or a .tar.gz with your files in one folder of it: {files}."


class Unreadable(Exception):
    """Why nothing can be graded, and what to hand in instead."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {hand_in()}")

    @property
    def digest(self) -> str:
        return digest(str(self))


def digest(text: str) -> str:
    """A short name for a text, and for no other."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def is_wanted(name: str) -> bool:
    """Whether an entry may be a file of the course, or nearly has the name of one."""
    return name == VERSION or name.endswith((".py", ".ipynb")) or file_called(name) is not None


def is_skipped(folder: str) -> bool:
    """Whether this is the name of a folder that holds what a system or a tool has put there."""
    return (
        folder in (*SKIPPED, course().package)
        or folder.startswith("__")
        or (folder.startswith(".") and folder not in (TOP, OUTSIDE))
    )


def refusing(why: str) -> Read:
    """The way to read a file that is refused."""

    def read() -> bytes:
        raise Refused(why)

    return read
