"""From the bytes of a Python file to its text: as Python reads it (PEP 263), or else as an editor saved it."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

LONGEST = 256 * 1024  # bytes
DECLARATION = re.compile(rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))??[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
FAMILIES = re.compile(r"utf-8|ascii|iso8859-\d+|cp\d+|euc_\w+|gb\w+|big5\w*|shift_jis\w*|johab|koi8-\w|mac-\w+")
GUESSES = ("utf-8", "cp949", "iso8859-1")  # UTF-8 hardly fits by chance; nothing is refused by Latin-1


class Refused(Exception):
    """Why a file is not read, as the end of a sentence: "is a symbolic link"."""


class Source(NamedTuple):
    """The text of a file; and as the end of a sentence, how it had to be read where it is not what it says it is."""

    text: str
    note: str = ""


def source(content: bytes) -> Source:
    """The text without a byte order mark, its lines ended by a newline. Raises Refused."""
    if len(content) > LONGEST:
        raise Refused(f"is larger than {LONGEST // 1024} KiB")
    text, note = _decoded(content)
    if "\0" in text:
        raise Refused("holds a NUL character")
    return Source(text.replace("\r\n", "\n").replace("\r", "\n"), note)


def _decoded(content: bytes) -> Source:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        raise Refused("is not UTF-8 (it looks like UTF-16): save it as UTF-8")
    declared = None if content.startswith(codecs.BOM_UTF8) else _declared(content)
    for encoding in (declared or "utf-8", *GUESSES):
        try:
            text = content.removeprefix(codecs.BOM_UTF8).decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == (declared or "utf-8"):
            return Source(text)
        return Source(text, f"is not {declared or 'utf-8'} and was read as {encoding}: save it as UTF-8")
    raise AssertionError("Latin-1 reads all there is")


def _declared(content: bytes) -> str | None:
    """The encoding that the first or second line names."""
    found = DECLARATION.match(content)
    if not found:
        return None
    named = re.sub("-(unix|dos|mac)$", "", found[1].decode(errors="replace"))  # Emacs says how lines end, too
    try:
        encoding = codecs.lookup(named).name
    except LookupError:
        raise Refused(f"declares the encoding {named[:40]}, which Python does not know: save it as UTF-8") from None
    encoding = encoding.removesuffix("-sig")
    if not FAMILIES.fullmatch(encoding):
        raise Refused(f"declares the encoding {encoding}, which is not taken here: save it as UTF-8")
    return encoding
