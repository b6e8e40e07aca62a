"""The student's files, made from the answers."""

from pathlib import Path

import pytest

from harness.kit.skeleton import check, is_untouched, opened, write

ROOT = Path(__file__).parents[3]


def test_a_skeleton_out_of_step_is_shown_with_the_command_that_mends_it(tmp_path):
    write(ROOT / "reference", tmp_path)
    check(ROOT / "reference", tmp_path)
    head = tmp_path / "head_v1.py"
    head.write_text(
        head.read_text(encoding="utf-8").replace("the mean of itself", "the sum of itself"), encoding="utf-8"
    )
    (tmp_path / "head_v2.py").unlink()
    with pytest.raises(SystemExit) as stopped:
        check(ROOT / "reference", tmp_path)
    words = str(stopped.value)
    assert '-        """TODO 2. Replace each position by the sum of itself and all before it.' in words
    assert '+        """TODO 2. Replace each position by the mean of itself and all before it.' in words
    assert f"head_v1.py, head_v2.py in {tmp_path}/: not what {ROOT}/reference/ gives." in words
    assert words.endswith(f"python -m harness skeleton {ROOT}/reference {tmp_path} --force")
    assert not (tmp_path / "head_v2.py").exists()


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
    begun = (ROOT / "reference" / "head_v4.py").read_text(encoding="utf-8")
    (tmp_path / "head_v4.py").write_text(begun, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"head_v4\.py in .* hold work that would be lost"):
        write(ROOT / "reference", tmp_path)
    assert (tmp_path / "head_v4.py").read_text(encoding="utf-8") == begun
    write(ROOT / "reference", tmp_path, force=True)
    assert is_untouched((tmp_path / "head_v4.py").read_text(encoding="utf-8"))


def test_a_file_that_does_not_parse_counts_as_work():
    assert not is_untouched("def f(:")
