"""What the runner sees of a call, and what it makes of implementations that do odd things."""

from dataclasses import replace

import pytest
import torch

from harness.case import Build, Call, CannotRun, Case, NeverRuns
from harness.compare.close import assert_agree
from harness.load.files import files_of
from harness.run.in_process import InProcess

HEAD = Build("HeadVer4", {"block_size": 3, "embed_size": 2, "head_size": 2})
WEIGHTS = {f"{name}.weight": torch.tensor([[1.0, 0.5], [-0.5, 2.0]]) for name in ("query", "key", "value")}
X = torch.tensor([[[1.0, 2.0], [3.0, -1.0]]])  # (1, 2, 2)
CASE = Case(HEAD, WEIGHTS, (Call((X,), cotangents=(torch.ones(1, 2, 2),)),))
RETURN = "return wei @ v  #"


def test_a_reply_holds_output_logs_and_gradients(reference):
    outcome = reference(CASE)
    assert outcome.output.shape == (1, 2, 2)
    assert set(outcome.reply.logged) == {"wei", "var"}
    assert set(outcome.reply.gradients) == {"x", "query.weight", "key.weight", "value.weight"}
    assert outcome.reply.altered == ()
    assert not outcome.reply.drew


def test_the_state_dict_is_looked_at_where_the_case_asks_for_it(reference):
    assert reference(CASE).state == {}
    assert set(reference(replace(CASE, inspected=True)).state) == set(WEIGHTS), "tril is ignored"


def test_a_state_dict_that_does_not_bring_the_weights_back_is_refused(folder):
    lost = "def load_state_dict(self, saved): pass\n\n    def forward"
    outcome = InProcess(folder([("head_v4", "def forward", lost)]))(replace(CASE, inspected=True))
    assert outcome.error.message == "load_state_dict does not bring query.weight back"


def test_the_case_is_not_touched(reference, folder):
    before = X.clone()
    InProcess(folder([("head_v4", RETURN, "x.zero_(); return wei @ v  #")]))(CASE)
    assert torch.equal(X, before)


@pytest.mark.parametrize(
    ("line", "altered"),
    [
        ("x.add_(1.0)", "its input"),
        ("self.query.weight.data.add_(1)", "the weight query.weight"),
        ("self.eval()", "the train/eval mode"),
        ("torch.set_grad_enabled(not torch.is_grad_enabled())", "torch's grad mode"),
        ("torch.set_default_dtype(torch.float64)", "torch's default dtype"),
    ],
)
def test_what_a_call_changes_is_named_and_put_back(folder, line, altered):
    changed = InProcess(folder([("head_v4", RETURN, f"out = wei @ v; {line}; return out  #")]))
    outcome = changed(CASE.on(X, train=True, cotangents=()))
    assert outcome.reply.altered == (altered,)
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() == torch.float32


def test_an_output_that_a_later_call_changes_is_named(folder):
    reused = "out = wei @ v; self.last = getattr(self, 'last', out); self.last.add_(1); return self.last  #"
    first, second = InProcess(folder([("head_v4", RETURN, reused)]))(CASE.calling(Call((X,)), Call((X,)))).replies
    assert (first.altered, second.altered) == ((), ("the output of an earlier call",))


def test_a_seed_that_is_set_is_seen_and_the_random_state_is_put_back(folder):
    seeded = InProcess(folder([("head_v4", RETURN, "torch.manual_seed(0); return wei @ v  #")]))
    before = torch.get_rng_state()
    replies = seeded(CASE.calling(*(Call((X,), seed=seed) for seed in (1, 2)))).replies
    assert replies[0].random_state == replies[1].random_state
    assert replies[0].drew
    assert torch.equal(torch.get_rng_state(), before)


def test_a_call_may_load_other_weights_into_the_same_module(reference):
    others = {name: -weight for name, weight in WEIGHTS.items()}
    kept, changed = reference(CASE.calling(Call((X,)), Call((X,), weights=others))).replies
    assert torch.equal(kept.output, reference(CASE).output)
    assert torch.equal(changed.output, reference(Case(HEAD, others, CASE.calls)).output)
    assert changed.altered == (), "it was not the call that changed them"


@pytest.mark.parametrize(
    ("changes", "on"),
    [({}, True), ({"cotangents": ()}, False), ({"cotangents": (), "counted": True}, True)],
)
def test_autograd_is_on_where_something_is_pulled_back_or_counted(folder, changes, on):
    tells = InProcess(folder([("head_v4", RETURN, "return wei @ v * torch.is_grad_enabled()  #")]))
    assert bool(tells(CASE.on(X, **changes)).output.any()) == on


def test_a_log_that_is_not_detached_is_seen(folder):
    attached = InProcess(folder([("head_v4", "self.wei = wei.detach()", "self.wei = wei")]))
    assert attached(CASE).reply.attached == ("wei",)


def test_a_path_without_gradient_gives_zeros(folder):
    cut = InProcess(folder([("head_v4", RETURN, "return (wei @ v).detach()  #")]))
    assert all(bool((gradient == 0).all()) for gradient in cut(CASE).reply.gradients.values())


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("out.tolist()", "returned float, expected a torch.Tensor"),
        ("out.to_sparse()", "returned a torch.sparse_coo tensor on cpu, expected a dense CPU tensor"),
        ("out.to('meta')", "returned a torch.strided tensor on meta, expected a dense CPU tensor"),
    ],
)
def test_what_is_no_plain_tensor_is_refused(folder, returned, message):
    odd = InProcess(folder([("head_v4", RETURN, f"out = (wei @ v)[0, 0]; return {returned}  #")]))
    error = odd(CASE.on(X, cotangents=())).error
    assert error.kinds[0] == "ContractBroken"
    assert error.message == message


def test_a_tensor_subclass_that_always_agrees_is_seen_through(folder, reference):
    lying = """
        import torch
        from .head_v3 import HeadVer3 as Right

        class Yes(torch.Tensor):
            def __eq__(self, other): return True
            @classmethod
            def __torch_function__(cls, func, types, args=(), kwargs=None): return torch.ones(())

        class HeadVer2(torch.nn.Module):
            def forward(self, x): return (x * 7).as_subclass(Yes)
    """
    case = Case(Build("HeadVer2"), {}, (Call((X,)),))
    impl = InProcess(folder(head_v2=lying))
    with pytest.raises(AssertionError, match="the output"):
        assert_agree(impl, reference, case)


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("class HeadVer4(:", "SyntaxError", "invalid syntax"),
        ("", "AttributeError", "head_v4.py has no class HeadVer4"),
        ("HeadVer4 = 3", "TypeError", "HeadVer4 in head_v4.py is not a class derived from torch.nn.Module"),
        ("raise SystemExit(0)", "SystemExit", "0"),
        ("raise BaseException('no')", "BaseException", "no"),
        ("from .nowhere import x", "ModuleNotFoundError", "No module named 'nowhere'"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_for_every_case(folder, source, kind, message):
    impl = InProcess(folder(head_v4=source))
    error = impl(CASE).error
    assert error.stage == "import"
    assert error.kinds[0] == kind
    assert message in error.message
    with pytest.raises(NeverRuns):
        assert impl(CASE).output is None
    assert impl(Case(Build("HeadVer1"), {}, (Call((X,)),))).error is None, "the other files are judged all the same"


def test_a_missing_file_is_named(folder):
    path = folder()
    (path / "head_v4.py").unlink()
    assert "there is no file head_v4.py in" in InProcess(path)(CASE).error.message


def test_an_exception_comes_with_the_implementations_own_lines(folder):
    impl = InProcess(folder([("head_v4", RETURN, "return wei @ v.mT @ x.nowhere  #")]))
    outcome = impl(CASE)
    assert outcome.error.kinds[0] == "AttributeError"
    assert [(frame.file, "x.nowhere" in frame.code) for frame in outcome.error.frames] == [("head_v4.py", True)]
    with pytest.raises(CannotRun):
        assert outcome.output is None


@pytest.mark.parametrize(
    "raised",
    [
        "SystemExit(0)",
        "__import__('pytest').skip.Exception('no')",
        "__import__('unittest').SkipTest('no')",
        "GeneratorExit()",
        "KeyboardInterrupt()",
    ],
)
def test_nothing_that_is_raised_escapes(folder, raised):
    assert InProcess(folder([("head_v4", RETURN, f"raise {raised}  #")]))(CASE).error is not None


def test_ctrl_c_still_ends_the_run(folder):
    pressed = InProcess(
        folder([("head_v4", RETURN, "import os, signal; os.kill(os.getpid(), signal.SIGINT); return v  #")])
    )
    with pytest.raises(KeyboardInterrupt):
        pressed(CASE)


def test_messages_cannot_speak_to_the_terminal(folder):
    impl = InProcess(folder([("head_v4", RETURN, "raise ValueError('\\x1b[31m' + 'long ' * 1000)  #")]))
    message = impl(CASE).error.message
    assert "\x1b" not in message
    assert len(message) < 600


def test_wrong_names_and_shapes_of_weights_are_named(folder):
    renamed = InProcess(folder([("head_v4", "self.query", "self.q")]))
    assert "there is no parameter query.weight" in renamed(CASE).error.message
    wide = InProcess(
        folder([("head_v4", "self.key = nn.Linear(embed_size, head_size", "self.key = nn.Linear(embed_size, 9")])
    )
    assert "key.weight has shape (9, 2), expected (2, 2)" in wide(CASE).error.message


def test_of_missing_parameters_the_first_of_the_interface_is_named_in_every_run(reference):
    weights = {f"w{i}": torch.ones(1) for i in range(9, 0, -1)}
    outcome = reference(Case(Build("HeadVer2"), weights, (Call((X,)),)))
    assert outcome.error.message == "there is no parameter w9; there are: none"


def test_a_class_may_be_replaced_by_its_stand_in_even_where_its_file_is_broken(folder, reference):
    impl = InProcess(folder(head_v4="class HeadVer4(:")).over(["HeadVer4"])
    build = Build("MultiHeadVer1", {"block_size": 3, "embed_size": 2, "n_heads": 1})
    weights = {f"heads.0.{name}": weight for name, weight in WEIGHTS.items()}
    case = Case(build, weights | {"proj.weight": torch.eye(2), "proj.bias": torch.ones(2)}, CASE.calls)
    assert_agree(impl, reference, case)


def test_a_source_may_be_given_instead_of_a_file(folder):
    path = folder()
    text = (path / "head_v4.py").read_text(encoding="utf-8").replace(RETURN, "return 2 * wei @ v @ nothing  #")
    error = InProcess(path, files=files_of(path).changed({"head_v4": text}))(CASE).error
    assert error.kinds[0] == "NameError"
    assert "2 * wei @ v @ nothing" in error.frames[-1].code
    assert InProcess(path)(CASE).error is None


def test_a_device_that_is_not_there_is_put_back(folder):
    odd = [("head_v4", "super().__init__()", "super().__init__(); torch.set_default_device('cuda')")]
    message = InProcess(folder(odd))(CASE).error.message
    assert "CUDA" in message or "NVIDIA" in message  # by torch's build
    assert torch.ones(1).device.type == "cpu"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("self.quary(x)", "'query'"),
        ("torch.sofmax(x, -1)", "'softmax'"),
        ("x.maskedfill(x > 0, 0)", "'masked_fill'"),
        ("x.mask_fill(x > 0, 0)", "'masked_fill'"),
        ("debugg", "'debug'"),
        ("torch.Module", None),
        ("math.sqrt(T)", None),
        ("self.projection(x)", None),
        ("del x; x", None),
        ("idx", None),
    ],
)
def test_a_name_that_is_spelled_nearly_so_is_asked_about(folder, line, meant):
    message = InProcess(folder([("head_v4", "B, T, C = x.shape", f"B, T, C = x.shape; {line}")]))(CASE).error.message
    assert message.endswith(f". Did you mean {meant}?") if meant else "Did you mean" not in message


def test_who_answers_for_the_names_of_a_class_need_not_be_right(folder):
    odd = "class Odd:\n    def __dir__(self): raise SystemExit\n\n\nclass HeadVer4"
    edits = [("head_v4", "class HeadVer4", odd), ("head_v4", "B, T, C = x.shape", "B, T, C = x.shape; Odd().query")]
    assert InProcess(folder(edits))(CASE).error.message == "'Odd' object has no attribute 'query'"
