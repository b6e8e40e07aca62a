"""The student's files, made from the answers."""

from pathlib import Path

import pytest

from spec.interface import INTERFACE
from spec.skeleton import is_untouched, opened, write

ROOT = Path(__file__).parents[2]
FILES = [contract.file for contract in INTERFACE.values() if contract.file]


@pytest.mark.parametrize("file", FILES)
def test_student_is_in_step_with_reference(file):
    answer, student = (ROOT / folder / f"{file}.py" for folder in ("reference", "student"))
    assert student.read_text() == opened(answer.read_text()), "run: python -m spec.skeleton reference student"


def test_reference_has_the_sixteen_files_of_the_interface():
    assert sorted(path.stem for path in (ROOT / "reference").glob("*.py")) == sorted(FILES)
    assert len(FILES) == 16


def test_no_answer_line_is_left():
    answer = '''class A:
    def f(self):
        """TODO 3. Do it."""
        x = 1
        return x

    def g(self):
        """Given."""
        return 2
'''
    assert (
        opened(answer)
        == '''class A:
    def f(self):
        """TODO 3. Do it."""
        raise NotImplementedError("TODO 3: A.f")

    def g(self):
        """Given."""
        return 2
'''
    )


def test_a_students_work_is_not_overwritten(tmp_path):
    write(ROOT / "reference", tmp_path)
    begun = (ROOT / "reference" / "head_v4.py").read_text()
    (tmp_path / "head_v4.py").write_text(begun)
    with pytest.raises(SystemExit, match=r"head_v4\.py in .* hold work that would be lost"):
        write(ROOT / "reference", tmp_path)
    assert (tmp_path / "head_v4.py").read_text() == begun
    write(ROOT / "reference", tmp_path, force=True)
    assert is_untouched((tmp_path / "head_v4.py").read_text())


def test_a_file_that_does_not_parse_counts_as_work():
    assert not is_untouched("def f(:")
