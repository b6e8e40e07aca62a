"""The packages of the board, and the place of torch's CPU build, are read from the project."""

from screen import ROOT, TOY

from harness.begin.packages import cpu_index, packages


def names(root):
    return {each.partition(">")[0] for each in packages(root)}


def test_those_of_the_board_and_of_its_group_are_taken_and_no_others():
    assert {"torch", "pytest", "matplotlib", "pooch", "watchfiles"} <= names(ROOT)
    assert names(ROOT).isdisjoint({"ruff", "mypy", "pyseccomp", "distributed"})


def test_a_second_course_has_its_own():
    assert {"torch", "watchfiles"} <= names(TOY)
    assert "matplotlib" not in names(TOY)


def test_uv_and_pip_take_the_cpu_build_from_one_place(tmp_path):
    assert cpu_index(ROOT) == cpu_index(TOY) == "https://download.pytorch.org/whl/cpu"
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "bare"\n', encoding="utf-8")
    assert cpu_index(tmp_path) == ""
