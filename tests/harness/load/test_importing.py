"""A submission imports its own files, torch, numpy and Python's own library: on the board, and where it is graded."""

import pytest

from harness.case import Build, Call, Case
from harness.load.imports import relative_imports
from harness.run.in_process import InProcess

BUILD = Build("MultiHeadVer1", {"block_size": 2, "embed_size": 2, "n_heads": 1})
CASE = Case(BUILD, {}, (Call((3,)),))
WAYS = (
    "from .head_v4 import HeadVer4",
    "from student.head_v4 import HeadVer4",
    "from student import head_v4; HeadVer4 = head_v4.HeadVer4",
    "import student.head_v4; HeadVer4 = student.head_v4.HeadVer4",
    "import student.head_v4 as head; HeadVer4 = head.HeadVer4",
)


@pytest.mark.parametrize("way", WAYS)
def test_another_file_is_imported_in_each_of_the_ways_that_editors_write(folder, way):
    impl = InProcess(folder([("multi_head_v1", WAYS[0], way)]))
    found = impl.package.find_class("MultiHeadVer1")(2, 2, 1).heads[0]
    assert type(found) is impl.package.find_class("HeadVer4")
    over = impl.over(["HeadVer4"])
    assert type(over.package.find_class("MultiHeadVer1")(2, 2, 1).heads[0]).__module__.startswith("spec.stand_ins")
    assert relative_imports(way) == relative_imports(WAYS[0]) or relative_imports(way)[0].name == "head_v4.*"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import einops", "No module named 'einops': only torch, numpy and Python's own library can be imported"),
        ("import matplotlib.pyplot as plt", "only torch, numpy and Python's own library"),
        ("from spec import stand_ins", "only torch, numpy and Python's own library"),
        ("from turtle import forward", "only torch, numpy and Python's own library"),
        ("from head_v4 import HeadVer4", "write `from .head_v4 import ...`, with a dot"),
        ("import reference.head_v4", "write `from .head_v4 import ...`, with a dot"),
        (
            "from .head_V4 import HeadVer4",
            "'head_V4', but there is a file head_v4.py: is `from .head_v4 import ...` meant?",
        ),
        ("from .HeadVer4 import HeadVer4", "there is a file head_v4.py"),
        ("from .far_away import HeadVer4", "No module named 'far_away'"),
    ],
)
def test_whatever_else_is_imported_is_refused_with_the_remedy(folder, line, words):
    error = InProcess(folder([("multi_head_v1", WAYS[0], f"{WAYS[0]}\n{line}")]))(CASE).error
    assert error.kinds[:2] == ("ModuleNotFoundError", "ImportError")
    assert words in error.message
    assert error.frames[-1].code == line


def test_a_file_of_the_author_s_own_is_imported_with_a_dot_too(folder):
    path = folder([("multi_head_v1", WAYS[0], f"{WAYS[0]}\nfrom means import mean")], means="mean = sum")
    assert "write `from .means import ...`, with a dot" in InProcess(path)(CASE).error.message


def test_an_import_in_a_try_may_fail(folder):
    optional = f"{WAYS[0]}\ntry:\n    import matplotlib\nexcept ImportError:\n    matplotlib = None"
    optional += "\ntry:\n    from .head_v5 import HeadVer5\nexcept ImportError:\n    HeadVer5 = None"
    assert InProcess(folder([("multi_head_v1", WAYS[0], optional)])).package.find_class("MultiHeadVer1")


def test_python_s_own_library_torch_and_numpy_may_be_imported(folder):
    lines = f"{WAYS[0]}\nimport math, typing, numpy as np, torch.nn.functional as F\nfrom dataclasses import dataclass"
    assert InProcess(folder([("multi_head_v1", WAYS[0], lines)])).package.find_class("MultiHeadVer1")


@pytest.mark.sandbox
@pytest.mark.parametrize("way", [*WAYS, "import einops", "from head_v4 import HeadVer4"])
def test_a_worker_says_what_the_board_says(folder, submitted, way):
    path = folder([("multi_head_v1", WAYS[0], way)])
    worker, board = (
        submitted(multi_head_v1=(path / "multi_head_v1.py").read_text(encoding="utf-8"))(CASE),
        InProcess(path)(CASE),
    )
    assert worker.error.kinds == board.error.kinds
    assert worker.error.message == board.error.message
