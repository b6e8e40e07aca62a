"""The kit of the second course, made once."""

import io
from contextlib import redirect_stderr

import pytest
from screen import TOY

from harness.course import chosen
from harness.kit.contents import contents
from harness.kit.pack import pack
from harness.kit.place import folder as place
from harness.kit.record import record
from harness.where import named_in


@pytest.fixture(scope="session")
def steps():
    """What is said on stderr while the toy is recorded."""
    return io.StringIO()


@pytest.fixture(scope="session")
def recordings(steps):
    """The recording of each TODO of the toy."""
    with chosen(named_in(TOY)) as course, redirect_stderr(steps):
        return {todo: record(TOY, todo) for todo in course.todos}


@pytest.fixture(scope="session")
def unpacked_kit(recordings, tmp_path_factory):
    """The folder; the zip lies beside it."""
    recorded = tmp_path_factory.mktemp("recording")
    for todo, recording in recordings.items():
        recording.save(recorded, todo)
    with chosen(named_in(TOY)):
        folder = place(tmp_path_factory.mktemp("dist"))
        pack(contents(TOY, recorded), folder)
    return folder
