"""python -m spec.train [--text FILE] [--resume] [--generate N --prompt "The "]"""

from __future__ import annotations

import argparse
import sys

import torch
from rich.console import Console

from harness.language.choice import listen, speak_to_reader, usual
from harness.language.speech import say_again
from harness.tell.screen import take_any_text
from spec.tokens import Characters, UnknownCharacter
from spec.train.checkpoint import Checkpoint
from spec.train.corpus import Corpus
from spec.train.model import Student
from spec.train.run import Run
from spec.train.session import train
from spec.train.settings import SIZE, CannotTrain, Settings, again, option, parser
from spec.train.texts import Text, find

PROMPT = "The "
INTERRUPTED = 130  # as a shell says it of Ctrl-C


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0; 2 where something cannot be done, and a sentence says why; 130 after Ctrl-C."""
    take_any_text()
    listen(sys.argv[1:] if arguments is None else arguments)
    asked = parser().parse_args(arguments)
    if note := speak_to_reader(asked.lang, usual()):
        print(note)
    torch.set_num_threads(asked.threads)
    try:
        if asked.device == "cuda" and not torch.cuda.is_available():
            raise CannotTrain("torch finds no GPU here: leave --device cuda out.")
        return _train(asked) if asked.generate is None else _generate(asked)
    except CannotTrain as error:
        print(say_again(str(error)), file=sys.stderr)
        return 2


def _train(asked: argparse.Namespace) -> int:
    checkpoint = _checkpoint(asked)
    settings = _settings(asked, checkpoint)
    text = find(settings.text)
    characters = Characters(checkpoint.vocabulary) if checkpoint else Characters.of(text.characters)
    corpus = _corpus(text, characters, settings)
    prompt = _opening(asked.prompt, characters)
    run = Run(Student(asked.impl), corpus, settings, asked.device)
    if checkpoint:
        run.go_on_from(checkpoint)
    if run.done >= settings.steps:
        raise CannotTrain(f"All {settings.steps} steps are done: --steps {2 * settings.steps} goes on.")
    console = Console(highlight=False, markup=False)
    console.print("\n".join([*map(say_again, _what_learns_what(run, text)), ""]))
    finished = train(run, asked.checkpoint, prompt, console)
    if not finished:
        words = f"Saved after {run.done} of {settings.steps} steps. To go on:\n\n    {again(asked, '--resume')}"
        console.print(say_again(words), soft_wrap=True)
        return INTERRUPTED
    words = f"Saved in {asked.checkpoint}. To read more:\n\n    {again(asked, '--generate', '500')}"
    console.print(say_again(words), soft_wrap=True)
    return 0


def _generate(asked: argparse.Namespace) -> int:
    checkpoint = Checkpoint.load(asked.checkpoint)
    settings, characters = _settings(asked, checkpoint), Characters(checkpoint.vocabulary)
    prompt = _opening(asked.prompt, characters)
    student = Student(asked.impl)
    model = student.nanogpt(len(characters.vocabulary), settings)
    checkpoint.fill(model)
    print(student.write(model.to(asked.device), characters, prompt, asked.generate, settings.seed))
    return 0


def _checkpoint(asked: argparse.Namespace) -> Checkpoint | None:
    if asked.resume:
        return Checkpoint.load(asked.checkpoint)
    folder = asked.checkpoint.parent
    if not folder.is_dir():
        raise CannotTrain(f"There is no folder {folder} for the checkpoint: make it first.")
    if asked.checkpoint.exists() and not asked.anew:
        raise CannotTrain(f"{asked.checkpoint} is there already: --resume goes on with it, --anew loses it.")
    return None


def _settings(asked: argparse.Namespace, checkpoint: Checkpoint | None) -> Settings:
    known = checkpoint.settings if checkpoint else Settings()
    given = {name: value for name, value in vars(asked).items() if name in known.as_data()}
    for name in SIZE:
        size = getattr(known, name)
        if checkpoint and given.get(name, size) != size:
            raise CannotTrain(
                f"The checkpoint was trained with {option(name)} {size}: leave {option(name)} out, "
                "or name another with --checkpoint."
            )
    return known.changed(given)


def _corpus(text: Text, characters: Characters, settings: Settings) -> Corpus:
    try:
        return Corpus.of(text.characters, characters, settings.block_size)
    except UnknownCharacter as error:
        raise CannotTrain(f"The checkpoint was trained on a text of other characters. {error}") from error


def _opening(prompt: str | None, characters: Characters) -> str:
    """What the model goes on from: the prompt, or one that it can read. Raises CannotTrain."""
    if prompt is None:
        return PROMPT if set(PROMPT) <= set(characters.vocabulary) else characters.vocabulary[0]
    if not prompt:
        raise CannotTrain("--prompt is empty: give one character at least.")
    try:
        characters.encode(prompt)
    except UnknownCharacter as error:
        raise CannotTrain(f"--prompt: {error}") from error
    return prompt


def _what_learns_what(run: Run, text: Text) -> list[str]:
    settings = run.settings
    weights = sum(weight.numel() for weight in run.model.parameters())
    different = len(run.corpus.characters.vocabulary)
    lines = [
        f"The NanoGPT of {run.student.name}/: layers {settings.layers}, heads {settings.heads}, {weights:,} weights.",
        f"The text, {settings.text}: {len(text.characters):,} characters, {different} different ones.",
    ]
    if text.floor is not None:
        lines.append(f"A reader who knew its rules would have a loss of {text.floor:.3f}. No model can do better.")
    return lines


if __name__ == "__main__":
    sys.exit(main())
