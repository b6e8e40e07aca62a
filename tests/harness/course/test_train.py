"""python -m spec.train: it learns, it stops and goes on as if it had not stopped, and says what it cannot do."""

import io
import json
import re
import signal
from pathlib import Path

import pytest
import torch
from rich.console import Console
from safetensors.torch import save_file

from harness.language.speech import speaking
from spec.tokens import Characters
from spec.train import session
from spec.train.__main__ import main
from spec.train.checkpoint import Checkpoint
from spec.train.corpus import Corpus
from spec.train.model import Student
from spec.train.play import play
from spec.train.run import Run
from spec.train.session import train
from spec.train.settings import Settings, option, parser

ROOT = Path(__file__).parents[3]
TEXT = play(3000, seed=1).text
SMALL = Settings(steps=6, batch=4, block_size=16, embed_size=16, heads=2, layers=2, dropout=0.2, rate=0.01)
NAMES = ("steps", "batch", "block_size", "embed_size", "heads", "layers", "dropout", "rate")
OPTIONS = [word for name in NAMES for word in (option(name), str(getattr(SMALL, name)))]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(session, "SAMPLE", 20)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.random.fork_rng(devices=[]):
        yield
    torch.set_num_threads(before)


@pytest.fixture
def command(tmp_path, capsys, monkeypatch):
    """Runs the command in a folder of its own, on a text of its own; gives its exit status and what it printed."""
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text(TEXT, encoding="utf-8")

    def run(*arguments, impl=ROOT / "reference", settings=OPTIONS):
        status = main(["--impl", str(impl), *([*settings, "--text", "text.txt"] if settings else []), *arguments])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


def made(settings=SMALL):
    corpus = Corpus.of(TEXT, Characters.of(TEXT), settings.block_size)
    return Run(Student(ROOT / "reference"), corpus, settings, "cpu")


def same(first, second):
    return first.keys() == second.keys() and all(first[name].equal(second[name]) for name in first)


def test_a_run_that_goes_on_from_a_checkpoint_has_the_same_losses_and_weights_to_the_bit(tmp_path):
    straight = made()
    losses = [straight.step() for _ in range(6)]
    first = made()
    begun = [first.step() for _ in range(3)]
    first.checkpoint().save(tmp_path / "c.safetensors")
    second = made()
    second.go_on_from(Checkpoint.load(tmp_path / "c.safetensors"))
    assert begun + [second.step() for _ in range(3)] == losses
    assert same(second.checkpoint().weights, straight.checkpoint().weights)
    assert same(second.checkpoint().moments, straight.checkpoint().moments)


def test_looking_at_the_losses_and_writing_change_no_later_step(tmp_path):
    straight, watched = made(), made()
    losses = [straight.step() for _ in range(6)]
    train(watched, tmp_path / "c.safetensors", "The ", Console(file=io.StringIO()))
    assert same(watched.checkpoint().weights, straight.checkpoint().weights)
    assert losses[0] > losses[-1]


def test_the_help_is_in_the_readers_language():
    with speaking("ko"):
        assert "학습 단계의 수 (기본값: 1000)" in parser().format_help()


def test_training_prints_both_losses_and_what_the_model_writes_and_saves(command):
    status, shown, _ = command()
    looks = re.findall(r"step (\d): training loss (\d\.\d{3}), validation loss (\d\.\d{3}), \d+ s\n    The ", shown)
    assert status == 0
    assert [int(step) for step, _, _ in looks] == [0, 1, 2, 3, 4, 5, 6]
    assert float(looks[-1][1]) < float(looks[0][1]) and float(looks[-1][2]) < float(looks[0][2])
    assert "The NanoGPT of reference/: layers 2, heads 2, " in shown
    assert shown.endswith(f"    python -m spec.train --impl {ROOT}/reference --generate 500\n")
    assert Checkpoint.load(Path("nanogpt.safetensors")).step == 6


def test_what_was_trained_writes_as_many_characters_as_asked_after_the_prompt(command):
    command()
    status, shown, _ = command("--generate", "40", "--prompt", "The owl", settings=())
    assert status == 0
    assert shown.startswith("The owl") and len(shown) == len("The owl") + 40 + 1
    assert command("--generate", "40", "--prompt", "The owl", settings=())[1] == shown
    assert command("--generate", "40", "--prompt", "The owl", "--seed", "1", settings=())[1] != shown


def test_ctrl_c_saves_and_says_how_to_go_on_and_the_rest_is_as_if_nothing_had_been(command, monkeypatch):
    command()
    straight = Checkpoint.load(Path("nanogpt.safetensors"))
    step, before = Run.step, signal.getsignal(signal.SIGINT)

    def pressed(run):
        if run.done == 3:
            signal.raise_signal(signal.SIGINT)
        return step(run)

    with monkeypatch.context() as pressing:
        pressing.setattr(Run, "step", pressed)
        status, shown, _ = command("--anew")
    assert status == 130
    assert f"Saved after 4 of 6 steps. To go on:\n\n    python -m spec.train --impl {ROOT}/reference --resume" in shown
    assert Checkpoint.load(Path("nanogpt.safetensors")).step == 4
    assert signal.getsignal(signal.SIGINT) is before
    assert command("--resume", settings=())[0] == 0
    resumed = Checkpoint.load(Path("nanogpt.safetensors"))
    assert (resumed.step, resumed.settings) == (6, straight.settings)
    assert same(resumed.weights, straight.weights) and same(resumed.moments, straight.moments)


def test_the_next_command_can_be_pasted(command):
    shown = command("--checkpoint", "my own.safetensors")[1]
    assert (
        f"    python -m spec.train --impl {ROOT}/reference --checkpoint 'my own.safetensors' --generate 500\n" in shown
    )


def test_in_a_terminal_there_is_a_progress_bar(tmp_path):
    page = io.StringIO()
    train(made(), tmp_path / "c.safetensors", "The ", Console(file=page, force_terminal=True, width=80))
    assert re.search(r"6/6\S* loss \d\.\d{3}", page.getvalue())


@pytest.mark.parametrize(
    ("files", "number", "where"),
    [
        (["multi_head_v2"], 7, "MultiHeadVer2.__init__"),
        (["feed_forward"], 8, "FeedForward.__init__"),
        (["layer_norm"], 9, "LayerNorm.__init__"),
        (["block_v4"], 10, "BlockVer4.__init__"),
    ],
)
def test_a_todo_that_is_not_done_is_named(files, number, where, command, folder):
    attempt = folder(**{file: (ROOT / "student" / f"{file}.py").read_text(encoding="utf-8") for file in files})
    status, shown, error = command(impl=attempt)
    assert (status, shown) == (2, "")
    assert error.startswith(f"TODO {number}, ") and f"is still to be written ({where})" in error
    assert f"    pytest tests/test_{number}.py --impl={attempt}\n" in error


def test_a_forward_that_is_not_done_is_named_before_the_training_begins(command, folder):
    source = (ROOT / "reference" / "layer_norm.py").read_text(encoding="utf-8")
    last = next(line for line in source.splitlines() if line.strip().startswith("return"))
    attempt = folder([("layer_norm", last.strip(), 'raise NotImplementedError("TODO 9: LayerNorm.forward")')])
    assert "TODO 9, Layer normalization, is still to be written (LayerNorm.forward)" in command(impl=attempt)[2]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "block_v4",
            "1 / 0",
            "The model does not run (import). ZeroDivisionError: division by zero\n  block_v4.py, line 1:",
        ),
        ("block_v4", "class BlockVer3: pass", "AttributeError: block_v4.py has no class BlockVer4"),
        ("block_v4", "class BlockVer4(", "The model does not run (import). SyntaxError:"),
    ],
)
def test_what_the_students_code_raises_is_said_without_a_stack_trace(file, text, words, command, folder):
    status, _, error = command(impl=folder(**{file: text}))
    assert status == 2
    assert words in error and "Traceback" not in error


def test_a_loss_that_is_no_number_stops_the_training(command):
    status, _, error = command("--rate", "1e30")
    assert status == 2
    assert re.match(
        r"The loss is \S+ after \d steps, and training stops there\. Take a smaller --rate than 1e\+30;", error
    )


FRESH = [
    (["--heads", "3"], "3 heads don't divide an embed_size of 16: take one of --heads 1, 2, 4, 8, 16."),
    (["--steps", "0"], "--steps 0 is too small: take 1 or more."),
    (["--dropout", "1"], "--dropout 1.0 is no probability below 1: take 0 for none, or 0.1."),
    (["--rate", "0"], "--rate 0.0 is no learning rate: take a number above 0, such as 0.001."),
    (["--rate", "nan"], "--rate nan is no learning rate: take a number above 0, such as 0.001."),
    (["--prompt", "Ü"], "--prompt: The character 'Ü' (line 1, column 1) is not in the vocabulary, which is: "),
    (["--prompt", ""], "--prompt is empty: give one character at least."),
    (["--text", "none.txt"], "none.txt cannot be read: No such file or directory."),
    (["--text", "latin.txt"], "latin.txt is not text in UTF-8: save it as such."),
    (["--text", "empty.txt"], "its last tenth has 0 characters, and it takes 17 for a block_size of 16."),
    (["--block-size", "500"], "or more, or --block-size 299 or less."),
    (["--impl", "nowhere"], "There is no folder nowhere: --impl takes student or any folder of the course's files."),
    (["--checkpoint", "no/c.safetensors"], "There is no folder no for the checkpoint: make it first."),
    (["--resume"], "There is no checkpoint nanogpt.safetensors: train one first, or name it with --checkpoint."),
    (["--generate", "9"], "There is no checkpoint nanogpt.safetensors: train one first, or name it with --checkpoint."),
]  # fmt: skip


@pytest.mark.parametrize("number", ["abc", "0", "1.5"])
def test_a_number_that_is_none_is_named(number, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["--generate", number])
    assert f"argument --generate: '{number}' is no number of 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "sentence"), FRESH)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, sentence, command):
    Path("latin.txt").write_bytes("schön ".encode("latin-1") * 100)
    Path("empty.txt").touch()
    status, _, error = command(*arguments)
    assert status == 2
    assert sentence in error


TRAINED = [
    ([], "nanogpt.safetensors is there already: --resume goes on with it, --anew loses it."),
    (["--resume"], "All 6 steps are done: --steps 12 goes on."),
    (["--resume", "--embed-size", "32"], "The checkpoint was trained with --embed-size 16: leave --embed-size out"),
    (["--resume", "--steps", "9", "--text", "other.txt"], "The checkpoint was trained on a text of other characters."),
    (["--resume", "--steps", "9", "--checkpoint", "text.txt"], "text.txt is no checkpoint of this command, or"),
    (["--resume", "--steps", "9", "--checkpoint", "foreign.safetensors"], "is no checkpoint of this command"),
    (["--resume", "--steps", "9", "--checkpoint", "changed.safetensors"], "of another model: lm_head.bias is missing"),
    (["--generate", "9", "--prompt", "%"], "--prompt: The character '%' (line 1, column 1) is not in the vocabulary"),
]  # fmt: skip


def test_a_checkpoint_that_does_not_fit_is_refused_in_a_sentence(command):
    command()
    checkpoint = Checkpoint.load(Path("nanogpt.safetensors"))
    save_file({"a": torch.zeros(1)}, "foreign.safetensors", metadata={"settings": json.dumps({})})
    weights = {name: weight for name, weight in checkpoint.weights.items() if name != "lm_head.bias"}
    Checkpoint(checkpoint.settings, checkpoint.vocabulary, 6, weights, {}).save(Path("changed.safetensors"))
    Path("other.txt").write_text("<b>" * 100, encoding="utf-8")
    for arguments, sentence in TRAINED:
        status, _, error = command(*arguments, settings=OPTIONS if not arguments else ())
        assert status == 2
        assert sentence in error


def test_a_checkpoint_goes_on_beyond_its_steps_where_more_are_asked_for(command):
    command()
    status, shown, _ = command("--resume", "--steps", "8", settings=())
    assert status == 0
    assert re.findall(r"step (\d):", shown) == ["6", "7", "8"]


def test_the_gpu_is_asked_for_where_there_is_one(command, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert command("--device", "cuda")[::2] == (2, "torch finds no GPU here: leave --device cuda out.\n")


def test_the_last_tenth_of_the_text_is_never_learned_from():
    corpus = Corpus.of("a" * 900 + "b" * 100, Characters.of("ab"), block_size=10)
    indices, targets = corpus.drawn(2000, torch.Generator().manual_seed(0))
    assert indices.shape == targets.shape == (2000, 10)
    assert not indices.any() and not targets.any()
    assert all(bool(lines.all()) for pair in corpus.spread(corpus.validation, 3) for lines in pair)


def test_the_losses_are_of_lines_from_the_first_token_to_the_last():
    corpus = Corpus.of(
        "a" * 900 + "".join(chr(200 + i) for i in range(100)),
        Characters("a" + "".join(chr(200 + i) for i in range(100))),
        9,
    )
    lines = list(corpus.spread(corpus.validation, 4))
    indices, targets = (torch.cat(parts) for parts in zip(*lines))
    assert [len(some) for some, _ in lines] == [4, 4, 3]
    assert targets.equal(indices + 1)
    assert indices[0, 0] == 1 and targets[-1, -1] == 100
