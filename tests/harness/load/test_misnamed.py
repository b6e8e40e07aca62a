"""A class that is not found under its name is pointed at where it is."""

import pytest

from harness.load.misnamed import with_the_nearest

HEAD = "import torch\n\n\nclass {}(torch.nn.Module):\n    pass\n"


@pytest.mark.parametrize("own", ["HeadVersion4", "Headver4", "HEADVER4", "Head", "SelfAttention", "HeadVer3"])
def test_the_only_class_of_a_file_is_to_be_renamed(own):
    said = with_the_nearest("missing", "HeadVer4", "head_v4", {"head_v4": HEAD.format(own)})
    assert said == f"missing, but there is a class {own} in line 4: rename it to HeadVer4"


def test_of_several_it_is_the_one_that_is_called_most_alike():
    text = HEAD.format("Projection") + HEAD.format("HeadVersion4") + HEAD.format("Multi")
    assert with_the_nearest("missing", "HeadVer4", "head_v4", {"head_v4": text}).startswith(
        "missing, but there is a class HeadVersion4 in line 9:"
    )


def test_one_that_lies_in_another_file_is_to_be_moved():
    sources = {"head_v3": HEAD.format("HeadVer3") + HEAD.format("HeadVer4"), "head_v4": ""}
    assert (
        with_the_nearest("missing", "HeadVer4", "head_v4", sources)
        == "missing, but there is one in head_v3.py, line 9: move it to head_v4.py"
    )


def test_where_nothing_resembles_it_nothing_is_said():
    own = HEAD.format("Projection") + HEAD.format("HeadVer3")
    assert (
        with_the_nearest("missing", "HeadVer4", "head_v4", {"head_v4": own, "gpt_v1": "# class HeadVer4 is to come"})
        == "missing"
    )
