"""How the course speaks of its tensors."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from harness.case import Case
from harness.course import Words

LETTERS = {"embed_size": "C", "n_heads": "H", "head_size": "D", "vocab_size": "V"}


def sizes(case: Case) -> dict[str, int]:
    """The sizes of a case, by the letters that the course gives them."""
    found = {LETTERS.get(name, name): value for name, value in case.build.args.items() if isinstance(value, int)}
    if {"C", "H"} <= found.keys():
        found["D"] = found["C"] // found["H"]
    x = case.calls[0].inputs[0]
    if isinstance(x, Tensor) and x.is_floating_point():
        found["C"] = x.shape[-1]
    if isinstance(x, Tensor) and x.dim() == (3 if x.is_floating_point() else 2):
        found |= {"B": x.shape[0], "T": x.shape[1]}
    return found | {"train": case.calls[0].train}


def _sum_of_a_row(what: str, got: Tensor, want: Tensor) -> Iterator[str]:
    if what.startswith("self.wei"):
        sums = got.sum(dim=-1)
        wrong = sums[(sums - 1).abs() > 1e-3]
        if len(wrong):
            yield f"A row of self.wei sums to {float(wrong[0]):.3g}, expected 1."


SCORED = {
    "query": "the query projection",
    "key": "the key projection",
    "value": "the value projection",
    "matmul": "the scores",
    "div": "the scale",
    "masked_fill": "the mask",
    "softmax": "the softmax",
    "matmul 2": "the weighting of the values",
}
MODEL = {
    "token_embedding_table": "the token embedding",
    "contextualizer": "the contextualizer or its input",
    "lm_head": "the projection to logits",
    "cross_entropy": "the loss",
}
STEPS = {
    "GPTVer1": {"token_embedding_table": "the table of logits", "cross_entropy": "the loss"},
    "GPTVer2": MODEL,
    "GPTVer3": {**MODEL, "getitem": "the encodings of the positions", "add": "the sum with the encodings"},
    "HeadVer2": {"tril": "the triangle", "div": "the division of each row by its sum", "matmul": "the weighting of x"},
    "HeadVer3": {"masked_fill": "the mask", "softmax": "the softmax", "matmul": "the weighting of x"},
    "HeadVer4": SCORED,
    "MultiHeadVer1": {"cat": "the joining of the heads", "proj": "the output projection"},
    "MultiHeadVer2": {
        **SCORED,
        "transpose": "the split into heads",
        "transpose 2": "the split into heads",
        "transpose 3": "the split into heads",
        "reshape": "the merging of the heads",
        "proj": "the output projection",
    },
    "FeedForward": {"w1": "the widening", "relu": "the ReLU", "w2": "the narrowing"},
    "BlockVer1": {
        "head": "the head or its input",
        "ffwd": "the feed-forward or its input",
        "ffwd.w2": "the feed-forward or its input",
    },
    "BlockVer2": {
        "head": "the head or its input",
        "add": "the first residual sum",
        "ffwd": "the feed-forward or its input",
        "ffwd.w2": "the feed-forward or its input",
        "add 2": "the second residual sum",
    },
    "LayerNorm": {
        "mean": "the mean",
        "var": "the variance",
        "sub": "the centering",
        "sqrt": "the standard deviation, sqrt(var + eps)",
        "div": "the division by the standard deviation",
        "mul": "the scaling by weight",
        "add 2": "the shift by bias",
    },
    "BlockVer3": {
        "ln1": "the first LayerNorm or its input",
        "head": "the head or its input",
        "add": "the first residual sum",
        "ln2": "the second LayerNorm or its input",
        "ffwd.w2": "the feed-forward or its input",
        "add 2": "the second residual sum",
    },
}
STEPS["BlockVer4"] = STEPS["BlockVer3"]

WORDS = Words(
    sizes=sizes,
    dimensions={  # from the last one
        "the output": ("feature", "position", "example"),
        "the logits": ("logit", "position", "example"),
        "the encodings": ("column", "position"),
    },
    conditions={
        "where B > 1": lambda size: size["B"] > 1,
        "where T > 1": lambda size: size["T"] > 1,
        "where T < block_size": lambda size: size["T"] < size["block_size"],
        "where H > 1": lambda size: size["H"] > 1,
        "where D is not C": lambda size: size["D"] != size["C"],
        "where C > 1": lambda size: size["C"] > 1,
        "where C is odd": lambda size: size["C"] % 2 == 1,
        "where C is even": lambda size: size["C"] % 2 == 0,
        "in train mode": lambda size: bool(size["train"]),
        "in eval mode": lambda size: not size["train"],
    },
    readings=_sum_of_a_row,
    steps=STEPS,
)
