"""How the course speaks of its tensors."""

from __future__ import annotations

from torch import Tensor

from harness.case import Case
from harness.course import Words


def sizes(case: Case) -> dict[str, int]:
    """The sizes of a case, by the letters that the course gives them."""
    args, x = case.build.args, case.calls[0].inputs[0]
    assert isinstance(x, Tensor)
    if case.build.name == "Softmax":
        return {"K": x.shape[args["dim"]], "last": args["dim"] in (-1, x.dim() - 1)}
    return {"N": len(x), "F": args["features"], "K": args["classes"]}


STEPS = {
    "Softmax": {"sub": "the shift", "exp": "the exponential", "sum": "the sum", "div": "the division"},
    "Regression": {"matmul": "the product with weight", "add": "the sum with bias", "softmax": "the softmax"},
}

WORDS = Words(
    sizes=sizes,
    dimensions={"the probabilities": ("class", "example"), "the new weight": ("feature", "class")},  # from the last one
    conditions={
        "where dim is not the last": lambda size: not size["last"],
        "where N > 1": lambda size: size["N"] > 1,
        "where K > 1": lambda size: size["K"] > 1,
    },
    steps=STEPS,
)
