"""What counts as equal."""

import pytest
import torch

from harness.case import Build, Call, Case
from harness.compare.close import Different, assert_agree, assert_close, slack_of
from harness.run.in_process import InProcess

ONES = torch.ones(2, 3)


def test_rounding_is_allowed_and_more_is_not():
    assert_close(ONES * (1 + 1e-6), ONES)
    with pytest.raises(Different, match=r"1 of 6 entries differ; first at \[1, 2\]: got 1.001, expected 1"):
        assert_close(ONES.index_put((torch.tensor(1), torch.tensor(2)), torch.tensor(1.001)), ONES)


def test_the_bound_follows_the_largest_number():
    large = torch.tensor([1e6, 1.0])
    assert_close(large + torch.tensor([0.0, 1.0]), large)
    with pytest.raises(Different):
        assert_close(large + torch.tensor([0.0, 100.0]), large)


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (torch.ones(3, 2), "shape"),
        (torch.ones(1, 1), "shape"),
        (torch.ones(2, 3, dtype=torch.float64), "type torch.float64, expected torch.float32"),
        (torch.full((2, 3), float("nan")), "6 of 6 entries differ"),
        (torch.full((2, 3), float("inf")), "6 of 6 entries differ"),
    ],
)
def test_shape_type_and_finiteness_count(got, words):
    with pytest.raises(Different, match=words):
        assert_close(got, ONES)


def test_truth_values_are_compared_too():
    assert_close(ONES > 0, ONES > 0)
    with pytest.raises(Different, match=r"6 of 6 entries differ; first at \[0, 0\]: got 0, expected 1"):
        assert_close(ONES < 0, ONES > 0)


def test_what_is_undefined_may_be_anything():
    assert_close(torch.tensor([1.0, 2.0]), torch.tensor([float("nan"), 2.0]))


def test_rounding_may_move_every_number_of_a_case(reference):
    x, asked = torch.arange(1.0, 7).view(2, 3), []
    weights = {"weight": torch.tensor([1.0, 2.0, 3.0]), "bias": torch.tensor([0.5, 1.0, 1.5])}
    case = Case(Build("LayerNorm", {"embed_size": 3}), weights, (Call((x,), weights=weights, cotangents=(x,)),))
    slack_of(lambda shaken: asked.append(shaken) or reference(shaken), case, reference(case))
    assert asked
    for shaken in asked:
        assert not any(map(torch.equal, shaken.tensors, case.tensors))


def test_an_ill_conditioned_case_allows_what_rounding_moves(reference, folder):
    """Nearly constant features: two right formulas differ by more than the plain bound, and agree all the same."""
    by_torch = """
        import torch

        class LayerNorm(torch.nn.LayerNorm):
            def __init__(self, embed_size, eps=1e-5):
                super().__init__(embed_size, eps)
    """
    impl = InProcess(folder(layer_norm=by_torch))
    x = torch.full((1, 5, 3), 31.7) + torch.arange(15).view(1, 5, 3) * 4e-6  # (1, 5, 3)
    case = Case(Build("LayerNorm", {"embed_size": 3}), {}, (Call((x,), cotangents=(torch.ones_like(x) + x.sin(),)),))
    with pytest.raises(Different):
        assert_close(impl(case).reply.gradients["x"], reference(case).reply.gradients["x"])
    assert_agree(impl, reference, case)
