"""Which earlier TODOs a file rests on, read from its import lines."""

from pathlib import Path

from harness.course import course
from harness.judge.dependencies import leans_on, replaceable
from harness.run.in_process import InProcess
from spec.ladder import LADDER

ANSWERS = InProcess(Path(__file__).parents[3] / "reference")


def test_the_answers_rest_on_nothing_but_what_has_a_stand_in():
    assert all(leans_on(ANSWERS, rung) == () for rung in LADDER)
    borrowed = {rung.number: replaceable(ANSWERS, rung) for rung in LADDER}
    assert {number: names for number, names in borrowed.items() if names} == {
        7: ("HeadVer4",),
        9: ("FeedForward",),
        10: ("FeedForward", "LayerNorm"),
    }


def test_a_base_class_of_an_earlier_todo_is_leant_on(folder):
    source = "from .gpt_v2 import GPTVer2\nclass GPTVer3(GPTVer2): pass\n"
    assert leans_on(InProcess(folder(gpt_v3=source)), course().todo(6)) == (2,)


def test_it_is_found_by_way_of_other_files_too(folder):
    path = folder(multi_head_v1="from .attention import Base", attention="from .gpt_v1 import GPTVer1 as Base")
    assert leans_on(InProcess(path), course().todo(7)) == (1,)


def test_a_whole_file_may_be_imported(folder):
    path = folder(multi_head_v1="from . import head_v4")
    assert replaceable(InProcess(path), course().todo(7)) == ("HeadVer4",)


def test_a_file_that_does_not_parse_imports_nothing(folder):
    assert leans_on(InProcess(folder(gpt_v3="from .gpt_v2 import (")), course().todo(6)) == ()


def test_all_of_a_file_may_be_imported_by_a_star(folder):
    path = folder(multi_head_v1="from .head_v4 import *")
    assert replaceable(InProcess(path), course().todo(7)) == ("HeadVer4",)
