"""pytest --figures: what can be drawn of an implementation is drawn, and why the rest is not is said in a line each."""

import re
import sys

import pytest
import torch
from screen import ROOT, run

from harness.case import Build, Call, Case
from harness.language.speech import speaking
from harness.run.in_process import InProcess
from spec.experiments.catalogue import AVERAGING, FEED_FORWARD
from spec.experiments.experiment import stronger_result, weaker_result
from spec.figures import fonts
from spec.figures.own.all import Drawing, write
from spec.figures.own.attention import LANGUAGE, WORD, look
from spec.figures.own.curves import Curve, Listener
from spec.figures.own.index import CAPTIONS, write_index
from spec.figures.plugin import made

CLAIMS = ("tests/test_2.py", "tests/test_8.py", "-k", "averaging_beats or ffn_helps")
CURVE = Curve("feed-forward helps", 3, (2.0, 1.0), (2.0, float("nan")))
WRONG = (
    ("head_v4", "self.wei = wei.detach()", "self.wei = wei.detach()[0]"),
    ("gpt_v3", "embed_size: int) -> Tensor:", "embed_size: int):\n        return torch.ones(2)"),
    ("layer_norm", "return (x", "raise ValueError('no')  # "),
    ("head_v1", "class HeadVer1", "class HeadVer0"),
)


def said(impl, folder):
    return {drawing.file: drawing.missing for drawing in write(impl, [CURVE], folder)}


def lines(screen):
    return re.findall(r"^(\w+\.svg): (.*)$", screen, re.MULTILINE)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A worker trains the two experiments, and another process draws them."""
    folder = tmp_path_factory.mktemp("own") / "figures"
    return folder, *run("--impl=reference", f"--figures={folder}", "-n", "1", *CLAIMS)


def test_all_figures_of_a_finished_ladder_are_drawn_and_the_board_comes_after_them(session):
    folder, code, screen = session
    assert code == 0
    assert [how for _, how in lines(screen)] == ["drawn"] * 5
    files = {file for file, _ in lines(screen)}
    assert {path.name for path in folder.iterdir()} == files | {"index.html"}
    assert all(f'<img src="{file}"' in (folder / "index.html").read_text(encoding="utf-8") for file in files)
    assert screen.index("losses.svg") < screen.index("TODO |")


def test_the_loss_curves_are_those_of_the_claims_that_were_run(session):
    folder, _, _ = session
    drawn = (folder / "losses.svg").read_text(encoding="utf-8")
    for words in (
        "averaging beats the bigram",
        "feed-forward helps",
        AVERAGING.weaker.name,
        FEED_FORWARD.stronger.name,
    ):
        assert f">{words}</text>" in drawn
    assert "dropout helps" not in drawn


def test_each_figure_has_a_title_and_a_caption(session):
    folder, _, screen = session
    page = (folder / "index.html").read_text(encoding="utf-8")
    for file, _ in lines(screen):
        name = file.removesuffix(".svg")
        assert f"<title>{name}</title>" in (folder / file).read_text(encoding="utf-8")
        assert f"<figcaption>{CAPTIONS[name]}</figcaption>" in page


def test_the_page_says_why_a_figure_is_missing_and_lets_nobody_write_into_it(tmp_path):
    page = write_index([Drawing("cost.svg", "ValueError: <script>")], tmp_path).read_text(encoding="utf-8")
    assert "cost.svg: not drawn, ValueError: &lt;script&gt;" in page
    assert "<img" not in page


def test_of_open_todos_nothing_is_drawn(tmp_path):
    missing = {drawing.file: drawing.missing for drawing in write(InProcess(ROOT / "student"), [], tmp_path)}
    assert missing == {
        "attention.svg": "TODO 5 is not done",
        "encodings.svg": "TODO 6 is not done",
        "gradients.svg": "TODO 9 is not done",
        "cost.svg": "TODO 2 is not done",
        "losses.svg": "no experiment was run in this session",
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Glyph")  # the font is there by name alone
@pytest.mark.parametrize(("installed", "word"), [("DejaVu Sans", "step"), ("NanumGothic", "단계")])
def test_words_in_a_figure_are_korean_where_a_font_has_hangul_and_all_else_is(tmp_path, monkeypatch, installed, word):
    monkeypatch.setattr(fonts, "get_font_names", lambda: [installed])
    with speaking("ko"):
        drawings = [*write(InProcess(ROOT / "student"), [CURVE], tmp_path)]
        page = write_index(drawings, tmp_path).read_text(encoding="utf-8")
    assert f">{word}</text>" in (tmp_path / "losses.svg").read_text(encoding="utf-8")
    assert '<html lang="ko">' in page and "<title>그림</title>" in page and "학습 단계마다의 손실이에요." in page
    assert drawings[0].missing == "TODO 5가 끝나지 않았어요"


@pytest.fixture(scope="module")
def attempts(tmp_path_factory):
    """What is said of the answers, then of wrong classes, and the folder that both were drawn into."""
    source, drawn = tmp_path_factory.mktemp("attempt"), tmp_path_factory.mktemp("drawn")
    for answer in (ROOT / "reference").glob("*.py"):
        text = answer.read_text(encoding="utf-8")
        for file, old, new in WRONG:
            assert file != answer.stem or old in text
            text = text.replace(old, new) if file == answer.stem else text
        (source / answer.name).write_text(text, encoding="utf-8")
    return said(InProcess(ROOT / "reference"), drawn), said(InProcess(source), drawn), drawn


def test_all_of_the_answers_can_be_drawn_and_losses_that_are_no_numbers_too(attempts):
    answers, _, _ = attempts
    assert len(answers) == 5
    assert not any(answers.values())


def test_a_class_that_gives_no_figure_costs_its_own_alone_and_the_reason_is_said(attempts):
    _, wrong, _ = attempts
    assert wrong == {
        "attention.svg": "self.wei has shape (11, 11), expected (1, 11, 11)",
        "encodings.svg": "pos_encodings has shape (2,), expected (32, 16)",
        "gradients.svg": "ValueError: no",
        "cost.svg": "",
        "losses.svg": "",
    }


def test_whatever_goes_wrong_in_a_figure_costs_its_line_alone(tmp_path, monkeypatch):
    def fails(*given):
        raise UnicodeDecodeError("euc_kr", b"\xe2", 0, 1, "illegal multibyte sequence")

    monkeypatch.setattr("spec.figures.own.all.cost", fails)
    (tmp_path / "losses.svg").mkdir()
    missing = said(InProcess(ROOT / "student"), tmp_path)
    assert missing["cost.svg"].startswith("UnicodeDecodeError: 'euc_kr' codec can't decode byte 0xe2")
    assert missing["losses.svg"].startswith("IsADirectoryError")
    assert missing["attention.svg"] == "TODO 5 is not done"


def test_what_was_drawn_before_and_cannot_be_now_is_removed(attempts):
    _, _, folder = attempts
    assert {path.name for path in folder.iterdir()} == {"cost.svg", "losses.svg"}


def test_the_cost_of_those_that_run_is_drawn(attempts):
    _, _, folder = attempts
    drawn = (folder / "cost.svg").read_text(encoding="utf-8")
    assert ">HeadVer2</text>" in drawn
    assert ">HeadVer1</text>" not in drawn


def test_the_trained_head_looks_at_the_letter_that_is_asked_for(reference):
    wei = look(reference, LANGUAGE, WORD * 2).wei  # (T, T)
    n = len(WORD)
    assert wei.diagonal(1 - n).min() > 0.5
    assert wei.shape == (2 * n - 1, 2 * n - 1)


def test_a_listener_takes_down_the_runs_of_experiments_and_trains_no_weaker_model_again(reference):
    listener = Listener(reference)
    stronger = stronger_result(FEED_FORWARD, listener, seed=3)
    weaker = weaker_result(FEED_FORWARD, 3)
    trained = set(weaker_result.known)
    listener(Case(Build("HeadVer2"), {}, (Call((torch.ones(1, 2, 2),)),)))
    assert list(listener.heard()) == [Curve("feed-forward helps", 3, weaker.losses, stronger.losses)]
    stronger_result(FEED_FORWARD, listener.over(("FeedForward",)), seed=3)
    assert list(listener.heard()) == []
    assert set(weaker_result.known) == trained


def test_without_matplotlib_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "spec.figures.own.all")
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(pytest.UsageError, match=r"needs matplotlib.*\n\n    python -m pip install matplotlib"):
        made(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(pytest.UsageError, match=r"taken: File exists\. Give a folder, or where to make one"):
        made(tmp_path / "taken")


def test_a_folder_that_is_given_apart_is_asked_for_with_its_sign_the_next_time(tmp_path):
    claim = "tests/test_3.py::test_head_ver_2_has_no_parameters"
    _, screen = run("--impl=student", "--figures", str(tmp_path / "figures"), claim)
    assert "From now on write --figures=" in screen
