from hypothesis import given, settings

from spec.claims import assert_built_as_promised, assert_causal, assert_examples_do_not_mix, assert_leaves_no_trace
from spec.close import assert_agree
from spec.strategies import cases, histories


@given(case=cases("HeadVer4"))
@settings(max_examples=25)
def test_head_ver_4_is_built_as_promised(impl, case):
    """HeadVer4 has query, key and value, trained, without bias, and forward runs."""
    assert_built_as_promised(impl, case)


@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=50)
def test_head_ver_4_never_looks_ahead(impl, case):
    """No later position changes an earlier output."""
    assert_causal(impl, case)

@given(case=cases("HeadVer4"))
def test_head_ver_4_agrees_with_the_reference(impl, reference, case):
    """HeadVer4 computes softmax(q k^T / sqrt(D), masked) v: outputs, gradients, self.wei and self.var."""
    assert_agree(impl, reference, case)

@given(case=cases("HeadVer4", awkward=False))
@settings(max_examples=25)
def test_head_ver_4_examples_do_not_mix(impl, case):
    """No example of a batch changes another's output."""
    assert_examples_do_not_mix(impl, case)

@given(case=histories("HeadVer4"))
@settings(max_examples=25)
def test_head_ver_4_leaves_no_trace(impl, case):
    """A call remembers nothing of the calls before it and changes nothing."""
    assert_leaves_no_trace(impl, case)
