"""The answers, held against torch's own layers, which nobody here wrote."""

from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from harness.load.package import Package

CLASSES = Package(Path(__file__).parents[3] / "reference")
SIZES = [(2, 1, 1, 1), (2, 5, 6, 2), (3, 8, 8, 8), (4, 7, 12, 3), (1, 4, 9, 1)]  # B, T, C, H
EQUAL = {"rtol": 1e-4, "atol": 1e-5}


def build(name, *args):
    return CLASSES.find_class(name)(*args)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


def causal_mask(T):
    return torch.ones(T, T).triu(1).bool()  # (T, T)


def in_torch(block):
    """The weights of a BlockVer3 over a MultiHeadVer2 in a TransformerEncoderLayer."""
    C, heads = block.head.proj.out_features, block.head.n_heads
    layer = nn.TransformerEncoderLayer(
        C, heads, 4 * C, dropout=0.0, activation="relu", batch_first=True, norm_first=True
    )
    copies = {
        layer.self_attn.in_proj_weight: torch.cat(
            [block.head.query.weight, block.head.key.weight, block.head.value.weight]
        ),
        layer.self_attn.in_proj_bias: torch.zeros(3 * C),
        layer.self_attn.out_proj.weight: block.head.proj.weight,
        layer.self_attn.out_proj.bias: block.head.proj.bias,
        layer.linear1.weight: block.ffwd.w1.weight,
        layer.linear1.bias: block.ffwd.w1.bias,
        layer.linear2.weight: block.ffwd.w2.weight,
        layer.linear2.bias: block.ffwd.w2.bias,
        layer.norm1.weight: block.ln1.weight,
        layer.norm1.bias: block.ln1.bias,
        layer.norm2.weight: block.ln2.weight,
        layer.norm2.bias: block.ln2.bias,
    }
    with torch.no_grad():
        for own, other in copies.items():
            own.copy_(other)
    return layer


def randomized(module):
    """No weight at its start value."""
    with torch.no_grad():
        for weight in module.parameters():
            weight.normal_()
    return module


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
@pytest.mark.parametrize("name", ["HeadVer1", "HeadVer2", "HeadVer3"])
def test_averaging_heads_are_a_cumulative_mean(name, B, T, C, H):
    x = torch.randn(B, T, C)
    mean = x.cumsum(dim=1) / torch.arange(1, T + 1).unsqueeze(1)  # (B, T, C)
    torch.testing.assert_close(build(name)(x), mean, **EQUAL)


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
def test_head_ver_4_is_scaled_dot_product_attention(B, T, C, H):
    head, x = randomized(build("HeadVer4", T + 2, C, C // H)), torch.randn(B, T, C)
    q, k, v = head.query(x), head.key(x), head.value(x)
    torch.testing.assert_close(head(x), F.scaled_dot_product_attention(q, k, v, is_causal=True), **EQUAL)


def test_head_ver_4_logs_what_it_used():
    head, x = build("HeadVer4", 9, 6, 4), torch.randn(2, 7, 6)
    out = head(x)
    scores = head.query(x) @ head.key(x).mT / 2  # (B, T, T)
    torch.testing.assert_close(head.wei @ head.value(x), out)
    torch.testing.assert_close(head.var, scores.var())
    assert not head.wei.requires_grad
    assert not head.var.requires_grad


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
def test_multi_heads_are_torchs_multi_head_attention(B, T, C, H):
    second, x = randomized(build("MultiHeadVer2", T + 1, C, H)), torch.randn(B, T, C)
    first = build("MultiHeadVer1", T + 1, C, H)
    D = C // H
    weights = {
        f"heads.{i}.{name}.weight": getattr(second, name).weight[i * D : (i + 1) * D]
        for i in range(H)
        for name in ("query", "key", "value")
    }
    first.load_state_dict(
        {**first.state_dict(), **weights, "proj.weight": second.proj.weight, "proj.bias": second.proj.bias}
    )
    theirs = nn.MultiheadAttention(C, H, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([second.query.weight, second.key.weight, second.value.weight]))
        theirs.in_proj_bias.zero_()
        theirs.out_proj.weight.copy_(second.proj.weight)
        theirs.out_proj.bias.copy_(second.proj.bias)
    want, _ = theirs(x, x, x, attn_mask=causal_mask(T), need_weights=False)
    torch.testing.assert_close(second(x), want, **EQUAL)
    torch.testing.assert_close(first(x), want, **EQUAL)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 4, 3), (2, 2, 4, 5), (4, 1)])
@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_layer_norm_is_torchs(shape, eps):
    ours, theirs = build("LayerNorm", shape[-1], eps), nn.LayerNorm(shape[-1], eps=eps)
    torch.testing.assert_close(ours.state_dict(), theirs.state_dict())
    theirs.load_state_dict(randomized(ours).state_dict())
    x = torch.randn(shape)
    torch.testing.assert_close(ours(x), theirs(x), **EQUAL)


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
def test_block_ver_3_is_a_transformer_encoder_layer_with_norm_first(B, T, C, H):
    block, x = randomized(build("BlockVer3", build("MultiHeadVer2", T, C, H), C)), torch.randn(B, T, C)
    torch.testing.assert_close(block(x), in_torch(block)(x, src_mask=causal_mask(T)), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
def test_block_ver_4_is_block_ver_3_in_eval_mode(B, T, C, H):
    block = randomized(build("BlockVer4", build("MultiHeadVer2", T, C, H), C, 0.5)).eval()
    x = torch.randn(B, T, C)
    torch.testing.assert_close(block(x), in_torch(block)(x, src_mask=causal_mask(T)), rtol=1e-3, atol=1e-4)
    block.train()
    assert not torch.equal(block(x), block(x)) or B * T * C == 1


@pytest.mark.parametrize(("B", "T", "C", "H"), SIZES)
def test_blocks_without_norms_are_sums_of_torchs_layers(B, T, C, H):
    head, x = nn.Linear(C, C), torch.randn(B, T, C)
    first, second = build("BlockVer1", head, C), build("BlockVer2", head, C)
    second.load_state_dict(first.state_dict())
    feed_forward = nn.Sequential(first.ffwd.w1, nn.ReLU(), first.ffwd.w2)
    torch.testing.assert_close(first(x), feed_forward(head(x)))
    y = x + head(x)
    torch.testing.assert_close(second(x), y + feed_forward(y))


@pytest.mark.parametrize("name", ["GPTVer1", "GPTVer2", "GPTVer3", "GPTVer4"])
def test_losses_are_torchs_cross_entropy(name):
    V, block_size, C = 7, 6, 4
    gpt = build(name, V, block_size) if name == "GPTVer1" else build(name, nn.Identity(), V, block_size, C)
    indices, targets = torch.randint(0, V, (2, 3, 5))
    logits, loss = gpt(indices, targets)
    assert logits.shape == (3, 5, V)
    torch.testing.assert_close(loss, nn.CrossEntropyLoss()(logits.transpose(1, 2), targets))
    torch.testing.assert_close(gpt.logits(indices), logits)
    assert gpt(indices)[1] is None
    assert gpt.generate(indices, 4).shape == (3, 9)


@pytest.mark.parametrize("embed_size", [1, 2, 5, 8])
def test_positional_encodings_are_powers_of_one_rotation(embed_size):
    encodings = CLASSES.find_class("GPTVer3").pos_encodings(64, embed_size)  # (64, C)
    i = torch.arange((embed_size + 1) // 2, dtype=torch.float64)
    turn = torch.polar(torch.ones_like(i), 10000.0 ** (-2 * i / embed_size))  # (ceil(C / 2)), complex
    hands = turn ** torch.arange(64).unsqueeze(1)  # (64, ceil(C / 2)), complex
    torch.testing.assert_close(encodings[:, 0::2], hands.imag.float(), rtol=0, atol=1e-4)
    torch.testing.assert_close(encodings[:, 1::2], hands.real.float()[:, : embed_size // 2], rtol=0, atol=1e-4)
