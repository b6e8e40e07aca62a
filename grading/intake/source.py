"""From the bytes of a Python file to the text that Python would read."""

from __future__ import annotations

import re

from grading.intake.wanted import LONGEST_FILE, Refused

DECLARATION = re.compile(r"(?:[ \t\f]*(?:#.*)?\n)??[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)  # PEP 263
UTF_8 = re.compile(r"utf[-_]?8|utf[-_]8[-_].*", re.IGNORECASE)


def source(content: bytes) -> str:
    """The text without a byte order mark, its lines ended by a newline: the same program as str and as UTF-8 bytes.

    Raises Refused for a file that is too long or not plain UTF-8, and for one that declares another encoding: Python
    would decode its bytes by that, and take no notice of it in a str.
    """
    if len(content) > LONGEST_FILE:
        raise Refused(f"is larger than {LONGEST_FILE // 1024} KiB")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Refused("is not UTF-8 text") from None
    if "\0" in text:
        raise Refused("holds a NUL character")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    declared = DECLARATION.match(text)
    if declared and not UTF_8.fullmatch(declared[1]):
        raise Refused("declares an encoding other than UTF-8")
    return text
