"""pytest --reset: a TODO is open again, and nothing is lost."""

import shutil
from types import SimpleNamespace

import pytest
from screen import TOY, run, states

from harness.course import course
from harness.plugin.reset import pytest_configure, reset

pytestmark = pytest.mark.usefixtures("toy")
OPEN = "raise NotImplementedError\n"


@pytest.fixture
def handed_out(tmp_path):
    """The folders student, skeleton and kept; the first two hold the open state."""
    folders = [tmp_path / name for name in ("student", "skeleton", "kept")]
    for folder in folders[:2]:
        folder.mkdir()
        (folder / "softmax.py").write_text(OPEN, encoding="utf-8")
    return folders


def test_the_file_is_open_again_and_each_reset_keeps_its_copy(handed_out):
    student, _, kept = handed_out
    written = [b"first\r\n", b"\xff no text\n"]
    for code in written:
        (student / "softmax.py").write_bytes(code)
        (said,) = reset(course().todo(1), *handed_out)
        assert (student / "softmax.py").read_text("utf-8") == OPEN
        assert said.startswith(f"{(student / 'softmax.py').as_posix()} is open again.")
    copies = sorted(kept.iterdir())
    assert [copy.read_bytes() for copy in copies] == written
    assert said.endswith(f"Your code is kept in {copies[1].as_posix()}.")


def test_a_file_that_is_open_is_left_alone(handed_out):
    (said,) = reset(course().todo(1), *handed_out)
    assert said.endswith("softmax.py is open already.")
    assert not handed_out[2].exists()


def test_a_file_that_was_deleted_is_there_again(handed_out):
    (handed_out[0] / "softmax.py").unlink()
    (said,) = reset(course().todo(1), *handed_out)
    assert said.endswith("softmax.py was not there, and is again.")
    assert (handed_out[0] / "softmax.py").read_text("utf-8") == OPEN


@pytest.mark.parametrize(
    ("numbers", "impl", "said"),
    [([3], "student", "there is no TODO 3"), ([1], "reference", "leave out --impl"), ([1], "student", "skeleton")],
)
def test_where_it_cannot_be_done_nothing_is_written(tmp_path, numbers, impl, said):
    """The folder has no skeleton."""
    (tmp_path / "student").mkdir()
    options = {"--reset": numbers, "--impl": impl}
    config = SimpleNamespace(stash={}, getoption=options.get, rootpath=tmp_path)
    with pytest.raises(pytest.UsageError, match=said):
        pytest_configure(config)
    assert [path.name for path in tmp_path.rglob("*")] == ["student"]


def test_pytest_says_where_the_copy_is_and_shows_the_board(tmp_path):
    course = shutil.copytree(TOY, tmp_path / "toy", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOY / "student", course / "skeleton" / "en")
    shutil.copy(TOY / "reference" / "softmax.py", course / "student")
    _, screen = run("-q", "--reset=1", "--next", cwd=course)
    assert "student/softmax.py is open again. Your code is kept in kept/softmax-1.py." in screen
    assert states(screen)[1] == "not started"
    answer = (TOY / "reference" / "softmax.py").read_bytes()
    assert (course / "kept" / "softmax-1.py").read_bytes() == answer
