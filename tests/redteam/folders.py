"""Folders with files that are no files, or too many of them. The tests of the intake have more of them."""

from __future__ import annotations

import os
from pathlib import Path

from oddities import WRONG, Sources, odd, without_head, write

ANSWERS = Path(__file__).parents[3] / "reference"


@odd("head_v3.py is a symbolic link to the answer.")
def link_to_the_answer(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", without_head(sources))
    (path / "head_v3.py").symlink_to(ANSWERS / "head_v3.py")
    return path


@odd("Symbolic links in a circle.", unreadable=True)
def circle_of_links(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", {})
    (path / "head_v3.py").symlink_to("head_v3.py")
    (path / "down").symlink_to(path)
    return path


@odd("Source text in Latin-1 that says nothing of it.", earns=True)
def not_utf_8(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", without_head(sources))
    (path / "head_v3.py").write_bytes(b"# caf\xe9\n" + sources["head_v3.py"].encode())
    return path


@odd("Code that is hidden from a reader in UTF-7.")
def utf_7(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", without_head(sources))
    (path / "head_v3.py").write_bytes(
        b"# coding: utf-7\n" + "import os\nos._exit(0)\n".encode("utf-7") + WRONG.encode()
    )
    return path


@odd("A file of 100 GB that takes no room.")
def a_hundred_gigabytes_of_holes(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", without_head(sources))
    with (path / "head_v3.py").open("wb") as file:
        file.truncate(10**11)
    return path


@odd("100,000 files beside the right ones.", earns=True)
def a_hundred_thousand_files(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it", sources)
    for i in range(100_000):
        os.close(os.open(path / f"{i}.py", os.O_CREAT | os.O_WRONLY))
    return path


@odd("Folders within folders, 500 deep.", unreadable=True)
def deep_folders(folder: Path, sources: Sources) -> Path:
    path = down = write(folder / "it", {})
    for _ in range(500):
        down = down / "down"
    os.makedirs(down)
    return path


@odd("Names with line breaks, escape sequences, markup and bytes that are no text.", earns=True)
def odd_names(folder: Path, sources: Sources) -> Path:
    path = write(folder / "it\n::error::named", sources)
    for name in (b"\x1b[2J.py", b"<b>.py", b"=1+1.py", b"\xff.py", b"a\n::error::b.py", b"head_v3.py "):
        os.close(os.open(os.fsencode(path) + b"/" + name, os.O_CREAT | os.O_WRONLY))
    return path


@odd("20,000 brackets crash a parser.")
def brackets(folder: Path, sources: Sources) -> Path:
    return write(folder / "it", {**sources, "head_v3.py": WRONG + "x = " + "(" * 20_000 + ")" * 20_000 + "\n"})


@odd("A chain of 100,000 signs is a tree of that depth.")
def deep_unary_chain(folder: Path, sources: Sources) -> Path:
    return write(folder / "it", {**sources, "head_v3.py": WRONG + "x = " + "-" * 100_000 + "1\n"})


@odd("A chain of 50,000 attributes is a tree of that depth.")
def deep_attribute_chain(folder: Path, sources: Sources) -> Path:
    return write(folder / "it", {**sources, "head_v3.py": WRONG + "x = nn" + ".a" * 50_000 + "\n"})


@odd("A sum of 50,000 terms is a tree of that depth.")
def deep_sum(folder: Path, sources: Sources) -> Path:
    return write(folder / "it", {**sources, "head_v3.py": WRONG + "x = 1" + "+1" * 50_000 + "\n"})
