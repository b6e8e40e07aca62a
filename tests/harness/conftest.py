"""Implementations, written for one test each."""

import textwrap
from pathlib import Path

import pytest

from grading.isolated import Isolated, Session
from spec.run import InProcess

ROOT = Path(__file__).parents[2]


@pytest.fixture
def reference():
    return InProcess(ROOT / "reference")


@pytest.fixture
def folder(tmp_path):
    """Makes a folder of the answers in which pieces of a file are replaced, or whole files are given."""

    def make(edits=(), **files):
        path = tmp_path / "attempt"
        path.mkdir(exist_ok=True)
        for answer in (ROOT / "reference").glob("*.py"):
            (path / answer.name).write_text(answer.read_text())
        for file, old, new in edits:
            source = path / f"{file}.py"
            assert old in source.read_text(), f"{old!r} is not in {file}.py"
            source.write_text(source.read_text().replace(old, new))
        for file, text in files.items():
            (path / f"{file}.py").write_text(textwrap.dedent(text))
        return path

    return make


@pytest.fixture
def submitted(zygote):
    """Makes an implementation out of files that are given; the others are the answers'. Its file has the zygote."""
    answers = {path.stem: path.read_text() for path in (ROOT / "reference").glob("*.py")}
    sessions = []

    def submit(**files):
        texts = {file: textwrap.dedent(text) for file, text in files.items()}
        sessions.append(Session(zygote, answers | texts))
        return Isolated(sessions[-1])

    yield submit
    for session in sessions:
        session.end_claim()
        assert session.fault is None
