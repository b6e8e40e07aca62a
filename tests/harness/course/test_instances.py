"""Two instances share nothing, by whatever means, and a mistake of one class is not called by another's name."""

from pathlib import Path

import pytest
from hypothesis import find

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.naming import Bank
from harness.run.in_process import InProcess
from harness.tell.snippet import snippet
from spec.claims.instances import instances

ROOT = Path(__file__).parents[3]
CLAIMS = {
    claim.name: claim for of_todo in claims(ROOT / "tests", InProcess(ROOT / "reference")).values() for claim in of_todo
}
BANK = Bank(ROOT / "reference")

ONE_OBJECT = """    made = {}

    def __new__(cls, vocab_size: int, block_size: int):
        return cls.made.setdefault((vocab_size, block_size), super().__new__(cls))

    def __init__("""
SHARED = {
    "gpt_ver_1": [("gpt_v1", "    def __init__(", ONE_OBJECT)],
    "layer_norm": [
        ("layer_norm", "class LayerNorm", "STORAGE = torch.ones(64)\n\n\nclass LayerNorm"),
        ("layer_norm", "nn.Parameter(torch.ones(embed_size))", "nn.Parameter(STORAGE[:embed_size])"),
    ],
    "head_ver_4": [
        ("head_v4", "super().__init__()", "super().__init__()\n        HeadVer4.D = head_size"),
        ("head_v4", "/ D**0.5", "/ self.D**0.5"),
    ],
    "block_ver_1": [
        ("block_v1", "self.head = head", "self.head = head\n        BlockVer1.latest = head.forward"),
        ("block_v1", "self.head(x)", "BlockVer1.latest(x)"),
    ],
}


def judged(path, claim):
    check = CLAIMS[f"test_{claim}"].check
    return judge(check, Recorder(InProcess(path)), CLAIMS[f"test_{claim}"].todo, BANK, shrinking=0.2)


@pytest.mark.parametrize(
    ("name", "edits"), SHARED.items(), ids=("one object", "one storage", "a number on the class", "the latest head")
)
def test_two_instances_share_nothing(folder, name, edits):
    assert judged(folder(edits), f"{name}_instances_share_nothing").verdict == "broken"


def test_both_inputs_of_two_instances_are_in_the_code_to_paste(tmp_path):
    _, beside, _ = find(instances("HeadVer4"), lambda _: True)
    code = snippet([beside], tmp_path)
    assert "stand_ins.InTurns(one=HeadVer4(" in code
    assert "\ny = torch.tensor(" in code
    assert "model(x, y)" in code


def test_numbers_that_a_constructor_draws_take_no_name_away(folder):
    cached = [
        (
            "feed_forward",
            "class FeedForward",
            "import functools\nwide = functools.cache(nn.Linear)\n\n\nclass FeedForward",
        ),
        ("feed_forward", "nn.Linear(embed_size, 4 * embed_size)", "wide(embed_size, 4 * embed_size)"),
    ]
    found = judged(folder(cached), "feed_forward_instances_share_nothing")
    assert found.slip.title == "wide layer shared by all instances"


def test_an_error_has_the_name_of_the_class_in_whose_file_it_arose(folder):
    forgotten = [("feed_forward", "super().__init__()\n", "pass\n")]
    assert judged(folder(forgotten), "block_ver_1_is_feed_forward_after_head").slip is None
    named = judged(folder(forgotten), "feed_forward_widens_cuts_and_narrows").slip
    assert (named.class_name, named.title) == ("FeedForward", "super init forgotten")
