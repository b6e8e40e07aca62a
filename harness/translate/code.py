"""What is said in code: the sentences of say and its kin, and those of code that knows no language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from harness.language import speech
from harness.language.speech import SAID
from harness.language.template import places_of
from harness.translate.message import Message
from harness.translate.silent import silent_sentences

SPEAKERS = {"say": 1, "to_say": 1, "to_say_again": 1, "say_number": 2}  # and how many sentences each is given


def sentences(path: Path, file: Path, place: str, silent: bool = False) -> Iterator[Message]:
    """Those of a Python file. silent: it knows no language, and what it says is said again later."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    speakers = {alias.name for node in ast.walk(tree) for alias in _imported(node)} & SPEAKERS.keys()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in speakers:
            yield from _spoken(node, node.func.id, file, place)
    if silent:
        for text in dict.fromkeys(silent_sentences(tree)):
            yield Message(file, text, place, SAID, named=True)


def _imported(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, ast.ImportFrom) and node.module == speech.__name__ else []


def _spoken(call: ast.Call, speaker: str, file: Path, place: str) -> Iterator[Message]:
    given = call.args[: SPEAKERS[speaker]]
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if len(texts) == SPEAKERS[speaker]:
        key = SAID if speaker == "to_say_again" else ""
        yield Message(file, texts[0], place, key, (*texts, "")[1], named=bool(places_of(texts[0])))
