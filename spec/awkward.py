"""Inputs that tell answers apart which agree on plain numbers: each maps x (..., T, C) to one of the same shape."""

import torch
from torch import Tensor


def plain(x: Tensor) -> Tensor:
    return x


def constant_features(x: Tensor) -> Tensor:
    """The last position has the same number, a multiple of 1/8, in all of its features."""
    x = x.clone()
    x[..., -1:, :] = (x[..., -1:, :1] * 8).round() / 8
    return x


def repeated_tokens(x: Tensor) -> Tensor:
    """All positions are alike."""
    return x[..., :1, :].expand_as(x).contiguous()


def one_loud_feature(x: Tensor) -> Tensor:
    """The first feature is far from the others."""
    return torch.cat([x[..., :1] * 8, x[..., 1:]], dim=-1)


def other_strides(x: Tensor) -> Tensor:
    """The same numbers, features first in memory."""
    return x.mT.contiguous().mT


def tiny(x: Tensor) -> Tensor:
    return x / 1024


def large(x: Tensor) -> Tensor:
    return x * 2  # the scores of attention grow by 4


PATTERNS = (plain, plain, constant_features, repeated_tokens, one_loud_feature, other_strides, tiny, large)
