"""The contract of the classes: file, constructor, parameters, methods.

Sizes are N examples, F features and K classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from harness.course import Contract, Method, Promise, Shape

Args = Mapping[str, Any]


def _nothing(**_: Any) -> dict[str, Shape]:
    return {}


def _weights(features: int, classes: int) -> dict[str, Shape]:
    return {"weight": (classes, features), "bias": (classes,)}


def _like_x(args: Args, x: Tensor) -> Promise:
    return tuple(x.shape), torch.float32


def _of_each_class(args: Args, x: Tensor) -> Promise:
    return (len(x), args["classes"]), torch.float32  # (N, K)


def _weight(args: Args, *_: Any) -> Promise:
    return _weights(**args)["weight"], torch.float32


def _bias(args: Args, *_: Any) -> Promise:
    return _weights(**args)["bias"], torch.float32


_SOFTMAX = {"forward": Method("self, x", {"the probabilities": _like_x})}
_REGRESSION = {
    "forward": Method("self, x", {"the probabilities": _of_each_class}),
    "step": Method("self, x, labels, rate", {"the new weight": _weight, "the new bias": _bias}),
}

INTERFACE: Mapping[str, Contract] = {
    "Softmax": Contract("softmax", ("dim",), _nothing, _SOFTMAX),
    "Regression": Contract("regression", ("features", "classes"), _weights, _REGRESSION),
}
GIVEN: Mapping[str, Contract] = {"Softmax": INTERFACE["Softmax"]}
