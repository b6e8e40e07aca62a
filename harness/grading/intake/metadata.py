"""The metadata of Gradescope's exports. Of this YAML, only the lines are read that hang on a submission itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from harness.grading.intake.author import Author, HandedIn

FOLDER = re.compile(r"(\S.*):\s*")
SUBMITTER = re.compile(r"  (?P<first>- |  ):(?P<field>name|sid|email): (?P<value>.*)\s*")
CREATED = re.compile(r"  :created_at: (?P<day>\S+)[ T](?P<clock>\d\d:\d\d:\d\d)\S* ?(?P<zone>[+-]\d\d:?\d\d)?.*\s*")


@lru_cache(maxsize=4)
def submitters(path: Path) -> Mapping[str, HandedIn]:
    """By the name of its folder, who handed it in. Deeper lines, such as the output of tests, are passed over."""
    if path.is_symlink() or not path.is_file():
        return {}
    folder, authors, times = "", dict[str, list[dict[str, str]]](), dict[str, datetime]()
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if found := FOLDER.fullmatch(line):
                folder = found[1]
                authors[folder] = []
            elif folder and (found := SUBMITTER.fullmatch(line)):
                if found["first"] == "- " or not authors[folder]:
                    authors[folder].append({})
                authors[folder][-1][found["field"]] = _scalar(found["value"])
            elif folder and (found := CREATED.fullmatch(line)):
                with suppress(ValueError):
                    times[folder] = _time(found)
    return {name: HandedIn(tuple(map(_author, told)), times.get(name)) for name, told in authors.items() if told}


def _author(told: Mapping[str, str]) -> Author:
    return Author(told.get("name", ""), told.get("sid", ""), tuple(filter(None, (told.get("email"),))))


def _scalar(written: str) -> str:
    """Without its quotes."""
    text = written.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(x..|u.{4}|U.{8}|.)", _escaped, text[1:-1])
    return "" if text in ("null", "~") else text


def _escaped(found: re.Match[str]) -> str:
    try:
        return chr(int(found[1][1:], 16)) if len(found[1]) > 1 else found[1]
    except (ValueError, OverflowError):
        return found[0]


def _time(found: re.Match[str]) -> datetime:
    return datetime.fromisoformat(f"{found['day']}T{found['clock']}{found['zone'] or '+00:00'}")
