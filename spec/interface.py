"""The contract of the classes: file, constructor, parameters, logged tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from harness.case import Build
from harness.course import Contract, Method, Promise, Shape, shapes

Args = Mapping[str, Any]


def _under(prefix: str, inner: Mapping[str, Shape]) -> dict[str, Shape]:
    return {f"{prefix}.{name}": shape for name, shape in inner.items()}


def _nothing(**_: Any) -> dict[str, Shape]:
    return {}


def _linear(in_features: int, out_features: int, bias: bool = True) -> dict[str, Shape]:
    return {"weight": (out_features, in_features)} | ({"bias": (out_features,)} if bias else {})


def _stack(**layers: Build) -> dict[str, Shape]:
    return {key: shape for name, layer in layers.items() for key, shape in _under(name, shapes(layer)).items()}


def _bigram(vocab_size: int, block_size: int) -> dict[str, Shape]:
    return {"token_embedding_table.weight": (vocab_size, vocab_size)}


def _gpt(contextualizer: Build, vocab_size: int, block_size: int, embed_size: int) -> dict[str, Shape]:
    return {
        "token_embedding_table.weight": (vocab_size, embed_size),
        **_under("contextualizer", shapes(contextualizer)),
        **_under("lm_head", _linear(embed_size, vocab_size)),
    }


def _gpt_v4(contextualizer: Build, vocab_size: int, block_size: int, embed_size: int) -> dict[str, Shape]:
    return {
        **_gpt(contextualizer, vocab_size, block_size, embed_size),
        "pos_embedding_table.weight": (block_size, embed_size),
        **_under("ln_f", _layer_norm(embed_size)),
    }


def _projections(rows: int, columns: int) -> dict[str, Shape]:
    return {f"{name}.weight": (rows, columns) for name in ("query", "key", "value")}


def _head(block_size: int, embed_size: int, head_size: int) -> dict[str, Shape]:
    return _projections(head_size, embed_size)


def _multi_head_v1(block_size: int, embed_size: int, n_heads: int) -> dict[str, Shape]:
    head = _projections(embed_size // n_heads, embed_size)
    heads = {key: shape for i in range(n_heads) for key, shape in _under(f"heads.{i}", head).items()}
    return {**heads, **_under("proj", _linear(embed_size, embed_size))}


def _multi_head_v2(block_size: int, embed_size: int, n_heads: int) -> dict[str, Shape]:
    return {**_projections(embed_size, embed_size), **_under("proj", _linear(embed_size, embed_size))}


def _feed_forward(embed_size: int) -> dict[str, Shape]:
    wide = 4 * embed_size
    return {**_under("w1", _linear(embed_size, wide)), **_under("w2", _linear(wide, embed_size))}


def _layer_norm(embed_size: int, eps: float = 1e-5) -> dict[str, Shape]:
    return {"weight": (embed_size,), "bias": (embed_size,)}


def _block(head: Build, embed_size: int) -> dict[str, Shape]:
    return {**_under("head", shapes(head)), **_under("ffwd", _feed_forward(embed_size))}


def _block_with_norms(head: Build, embed_size: int, dropout: float = 0.0) -> dict[str, Shape]:
    norm = _layer_norm(embed_size)
    return {**_block(head, embed_size), **_under("ln1", norm), **_under("ln2", norm)}


def _like_x(args: Args, x: Tensor, *_: Any) -> Promise:
    return tuple(x.shape), torch.float32


def _of_head(args: Args, x: Tensor) -> Promise:
    return (*x.shape[:-1], args["head_size"]), torch.float32  # (B, T, D)


def _logits(args: Args, indices: Tensor, targets: Tensor | None = None) -> Promise:
    return (*indices.shape, args["vocab_size"]), torch.float32  # (B, T, V)


def _loss(args: Args, indices: Tensor, targets: Tensor | None = None) -> Promise:
    return None if targets is None else (), torch.float32


def _tokens(args: Args, indices: Tensor, max_new_tokens: int) -> Promise:
    return (len(indices), indices.shape[1] + max_new_tokens), torch.int64  # (B, T + max_new_tokens)


def _encodings(args: Args, block_size: int, embed_size: int) -> Promise:
    return (block_size, embed_size), torch.float32  # (T, C)


def _one_number(args: Args, x: Tensor) -> Promise:
    return (), torch.float32


def _weights_of_all(args: Args, x: Tensor) -> Promise:
    return (x.shape[1], x.shape[1]), torch.float32  # (T, T)


def _weights(args: Args, x: Tensor, *_: Any) -> Promise:
    return (x.shape[0], x.shape[1], x.shape[1]), torch.float32  # (B, T, T)


_FORWARD = {"forward": Method("self, x", {"the output": _like_x})}
_DEBUGS = {"forward": Method("self, x, debug=False", {"the output": _of_head})}
_WRITES = Method("self, indices, max_new_tokens", {"the tokens": _tokens}, autograd=True)
_SPEAKS = {
    "forward": Method("self, indices, targets=None", {"the logits": _logits, "the loss": _loss}),
    "logits": Method("self, indices", {"the logits": _logits}),
    "generate": _WRITES,
}
_ENCODES = {**_SPEAKS, "pos_encodings": Method("block_size, embed_size", {"the encodings": _encodings})}
_GPT = ("contextualizer", "vocab_size", "block_size", "embed_size")
_MULTI_HEAD = ("block_size", "embed_size", "n_heads")
_HEAD = ("block_size", "embed_size", "head_size")
_BLOCK = ("head", "embed_size")
_LOGS = {"var": _one_number, "wei": _weights}

INTERFACE: Mapping[str, Contract] = {
    "GPTVer1": Contract("gpt_v1", ("vocab_size", "block_size"), _bigram, _SPEAKS),
    "HeadVer1": Contract("head_v1", (), _nothing, _FORWARD),
    "GPTVer2": Contract("gpt_v2", _GPT, _gpt, _SPEAKS),
    "HeadVer2": Contract("head_v2", (), _nothing, _FORWARD),
    "HeadVer3": Contract("head_v3", (), _nothing, _FORWARD, {"wei": _weights_of_all}),
    "HeadVer4": Contract("head_v4", _HEAD, _head, _DEBUGS, _LOGS),
    "GPTVer3": Contract("gpt_v3", _GPT, _gpt, _ENCODES),
    "MultiHeadVer1": Contract("multi_head_v1", _MULTI_HEAD, _multi_head_v1, _FORWARD),
    "MultiHeadVer2": Contract("multi_head_v2", _MULTI_HEAD, _multi_head_v2, _FORWARD),
    "FeedForward": Contract("feed_forward", ("embed_size",), _feed_forward, _FORWARD),
    "BlockVer1": Contract("block_v1", _BLOCK, _block, _FORWARD),
    "BlockVer2": Contract("block_v2", _BLOCK, _block, _FORWARD),
    "LayerNorm": Contract("layer_norm", ("embed_size", "eps"), _layer_norm, _FORWARD),
    "BlockVer3": Contract("block_v3", _BLOCK, _block_with_norms, _FORWARD),
    "BlockVer4": Contract("block_v4", (*_BLOCK, "dropout"), _block_with_norms, _FORWARD),
    "GPTVer4": Contract("gpt_v4", _GPT, _gpt_v4, _SPEAKS),
}
_IN_TURNS = {"forward": Method("self, x, y", {"the output": _like_x}), "generate": _WRITES}
GIVEN: Mapping[str, Contract] = {
    "OneByOne": Contract("given", ("module",), _stack, _FORWARD),
    "InTurns": Contract("given", ("one", "other"), _stack, _IN_TURNS, _LOGS),
    "Identity": Contract("given", (), _nothing, _FORWARD),
    "Linear": Contract("given", ("in_features", "out_features"), _linear, _FORWARD),
    "Stack": Contract("given", (), _stack, _FORWARD),
}
