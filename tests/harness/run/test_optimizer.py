"""AdamW is torch's, to the bit, without torch's compiler."""

import subprocess
import sys

import torch

from harness.run.training import AdamW


def weights():
    """Some that have gradients, of two types, and one that has none."""
    torch.manual_seed(0)
    shapes = (3, 2), (4,), (), (2, 2)
    return [torch.randn(shape, requires_grad=True) for shape in shapes] + [
        torch.randn(2, dtype=torch.float64, requires_grad=True)
    ]


def descend(weights, step, zero_grad, steps=20):
    for number in range(steps):
        zero_grad()
        sum((weight**2).sum() for weight in weights[1:]).backward()
        step(0.1 / (number + 1))


def test_its_steps_are_those_of_torch():
    mine, theirs = weights(), weights()
    own, torchs = AdamW(mine, decay=0.3), torch.optim.AdamW(theirs, weight_decay=0.3, fused=True)

    def step(rate):
        torchs.param_groups[0]["lr"] = rate
        torchs.step()

    descend(mine, own.step, own.zero_grad)
    descend(theirs, step, torchs.zero_grad)
    assert all(map(torch.equal, mine, theirs))
    assert not torch.equal(mine[1], weights()[1])


def test_a_weight_without_a_gradient_stays_as_it_is():
    mine = weights()
    own = AdamW(mine, decay=0.3)
    descend(mine, own.step, own.zero_grad, steps=1)
    assert torch.equal(mine[0], weights()[0])


def test_training_does_not_import_torchs_compiler():
    code = (
        "import sys, torch; from harness.run.training import AdamW\n"
        "w = torch.ones(2, requires_grad=True); w.sum().backward()\n"
        "AdamW([w], decay=0.1).step(0.1); assert 'torch._dynamo' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
