"""Softmax."""

from torch import nn

Softmax = nn.Softmax
