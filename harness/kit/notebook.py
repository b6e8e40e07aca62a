"""The kit as a notebook of a few cells, for Colab or another Jupyter: unpack, write, see the board, hand in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.course import course
from harness.kit.place import folder
from harness.language.speech import say

UNPACK = """\
import os
import shutil

if not os.path.exists("begin.py"):
    if not os.path.exists("{kit}"):
        shutil.unpack_archive("{kit}.zip")
    %cd {kit}
!python begin.py --here"""
WRITE = "%%writefile {path}\n{source}"
BOARD = "!pytest"
OPEN = """\
path = "{path}"
with open(path, encoding="utf-8") as file:
    get_ipython().set_next_input(f"%%writefile {{path}}\\n{{file.read()}}")"""
HAND_IN = 'shutil.make_archive("student", "zip", ".", "student")'


def notebook(source: str) -> bytes:
    """In the language of this process. source: of the file that students write first."""
    pages = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(_cells(source))],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return f"{json.dumps(pages, ensure_ascii=False, indent=1)}\n".encode()


def _cells(source: str) -> Iterator[Mapping[str, Any]]:
    kit = folder(Path()).name
    first, second = (f"student/{file}.py" for file in (course().wanted[0], course().wanted[:2][-1]))
    yield _text(
        f"# {course().title}",
        say("Drag `{kit}.zip` into the list of files on the left, and run the cell below.", kit=kit),
        say("The files are gone when the machine is: hand in, or download `student.zip`, before you leave."),
    )
    yield _code(UNPACK.format(kit=kit))
    yield _text(
        say("The next cell is `{path}`: write your code in it, and run it to save the file.", path=first),
        say("The cell below that one shows the board."),
    )
    yield _code(WRITE.format(path=first, source=source.rstrip()))
    yield _code(BOARD)
    yield _text(say("The next cell opens another file, in a new cell below it. The board says which file is next."))
    yield _code(OPEN.format(path=second))
    yield _text(say("The next cell packs `student.zip`, which you hand in."))
    yield _code(HAND_IN)


def _text(*paragraphs: str) -> Mapping[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(paragraphs)}


def _code(source: str) -> Mapping[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
