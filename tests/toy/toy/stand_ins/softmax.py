"""Softmax."""

from torch import nn


class Softmax(nn.Softmax):
    """Its dimension has to be said."""

    def __init__(self, dim: int) -> None:
        super().__init__(dim)
