"""What a student reads who makes a mistake: it is put into an answer, and a case is run."""

import textwrap
import tomllib
from pathlib import Path

import torch

from harness.case import Build, Call, Case, NeverRuns
from harness.compare.promised import broken_promise
from harness.draw.example import Failure
from harness.run.in_process import InProcess
from harness.tell.explain import explain

X = torch.linspace(-1, 1, 24).reshape(2, 3, 4)  # (B, T, C) = (2, 3, 4)
TOKENS = torch.tensor([[1, 2, 0], [0, 1, 2]])
SIZES = {"block_size": 5, "embed_size": 4}
WEIGHT = torch.ones(2, 4)


def plain(name, size, width=4, **how):
    """A forward pass, and a gradient."""
    return Case(Build(name, size, **how), {}, (Call((X,), cotangents=(torch.ones(2, 3, width),)),))


def speaking(*calls):
    return Case(Build("GPTVer1", {"vocab_size": 4, "block_size": 5}), {}, calls)


HEAD = plain("HeadVer4", {**SIZES, "head_size": 2}, 2)
HEADS = plain("MultiHeadVer1", {**SIZES, "n_heads": 2})
CASES = {
    "head": HEAD,
    "head of equal sizes": Case(
        Build("HeadVer4", dict.fromkeys(HEAD.build.args, 2)), {}, (Call((torch.ones(2, 2, 2),)),)
    ),
    "head by position": plain("HeadVer4", HEAD.build.args, 2, by_position=True),
    "head with weights": Case(HEAD.build, {"query.weight": WEIGHT}, HEAD.calls),
    "heads": HEADS,
    "heads with weights": Case(HEADS.build, {"heads.0.query.weight": WEIGHT}, HEADS.calls),
    "heads at once": plain("MultiHeadVer2", HEADS.build.args),
    "norm": plain("LayerNorm", {"embed_size": 4}),
    "gpt": speaking(Call((TOKENS, TOKENS))),
    "gpt without targets": speaking(Call((TOKENS,))),
    "generate": speaking(Call((TOKENS, 2), "generate")),
}
PLACES = {  # of a line: the file, the line that it follows, how far it is indented
    "top": ("head_v4", "import torch\n", 0),
    "init": ("head_v4", "super().__init__()\n", 8),
    "forward": ("head_v4", "B, T, C = x.shape\n", 8),
}


def mistakes():
    """Those of the tables, by name."""
    paths = sorted(Path(__file__).with_name("mistakes").glob("*.toml"))
    return {
        name: mistake for path in paths for name, mistake in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def told(folder, mistake):
    """What is read by who makes a mistake: a line at a place, an edit of a file, or a whole file."""
    case = CASES[mistake.get("case", "head")]
    outcome = InProcess(_written(folder, mistake))(case)
    try:
        assert outcome.replies[-1].output is not None
        promise = broken_promise([case], [outcome])
        assert not promise, promise
    except (AssertionError, NeverRuns) as exception:
        return explain(Failure(exception, (case,)))
    return ""


def _written(folder, mistake):
    if "old" in mistake:
        return folder([(mistake["file"], mistake["old"], mistake["new"])])
    if "file" in mistake:
        return folder(head_v4=mistake["file"])
    (place,) = PLACES.keys() & mistake.keys()
    file, line, depth = PLACES[place]
    return folder([(file, line, line + textwrap.indent(mistake[place], " " * depth) + "\n")])
