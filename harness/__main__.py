"""One front door, python -m harness COMMAND: finds a command by its words and hands it the rest."""

from __future__ import annotations

import argparse
import ast
import importlib
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

HARNESS = Path(__file__).parent
NAME = "python -m harness"
HELP = frozenset(("-h", "--help"))


@dataclass(frozen=True)
class Command:
    """Its docstring says what a module does, and its main(parser, words) does it.

    there: it prints commands for the folder of its course, and is given in that folder alone.
    """

    name: str
    reader: str
    module: str
    there: bool = False

    @property
    def words(self) -> list[str]:
        return self.name.split()

    @property
    def path(self) -> Path:
        return HARNESS.joinpath(*self.module.split(".")).with_suffix(".py")

    @property
    def about(self) -> str:
        """The first line of its docstring, read without an import: torch takes seconds."""
        docstring = ast.get_docstring(ast.parse(self.path.read_text(encoding="utf-8")))
        return (docstring or "").split("\n")[0]

    def choose(self, course: Path) -> None:
        """The course that it is about, by its folder."""
        if not self.there:
            _choose(course)
        elif course.resolve() != Path.cwd():
            sys.exit(f"{NAME} {self.name} runs in the folder of its course: cd {course}, and leave out --course")

    def run(self, words: Sequence[str]) -> int:
        module = _imported(f"harness.{self.module}")
        parser = argparse.ArgumentParser(prog=f"{NAME} {self.name}", description=module.__doc__)
        return int(module.main(parser, words))


COMMANDS = (
    Command("watch", "students", "watch.command", there=True),
    Command("grade", "graders", "grading.command"),
    Command("shard", "graders", "grading.shards.shard"),
    Command("doctor", "graders", "grading.doctor"),
    Command("cohort", "graders", "cohort.commands.cohort"),
    Command("new", "maintainers", "new.command"),
    Command("check", "maintainers", "check.command"),
    Command("translate", "maintainers", "translate.command"),
    Command("prove slips", "maintainers", "proof.commands.slips"),
    Command("prove mutants", "maintainers", "proof.commands.mutants"),
    Command("prove pairs", "maintainers", "proof.commands.pairs"),
    Command("prove languages", "maintainers", "proof.commands.languages"),
    Command("prove flaky", "maintainers", "proof.commands.flaky"),
    Command("prove gradings", "maintainers", "proof.commands.gradings"),
    Command("prove cohort", "maintainers", "proof.commands.cohort"),
    Command("prove redteam", "maintainers", "proof.commands.redteam"),
    Command("prove kit", "maintainers", "kit.commands.prove"),
    Command("kit", "maintainers", "kit.commands.build"),
    Command("skeleton", "maintainers", "kit.commands.skeleton"),
    Command("harvest", "maintainers", "cohort.commands.harvest"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command's own exit status; 2 where there is no such command."""
    there = [command for command in COMMANDS if command.path.is_file()]  # a kit lacks the maintainers' rooms
    asked = _parser(there).parse_args(arguments)
    words: list[str] = asked.words
    for command in there:
        if words[: len(command.words)] == command.words:
            if asked.course:
                command.choose(asked.course)
            return command.run(words[len(command.words) :])
    return _listing(words, there)


def _choose(folder: Path) -> None:
    from harness.course import choose  # it imports torch
    from harness.where import named_in

    try:
        choose(named_in(folder))
    except LookupError as error:
        sys.exit(f"--course {folder}: {error}")


def _listing(words: Sequence[str], there: Sequence[Command]) -> int:
    """List the commands that begin so where help is asked for; else end with an error that names them."""
    begun = [command for command in there if command.words[0] in words[:1]]
    choices = begun or there
    if words and (not begun or HELP.isdisjoint(words[1:2])):
        tried, names = " ".join(words[: 2 if begun else 1]), ", ".join(command.name for command in choices)
        _parser(there).error(f"there is no command {tried}: choose from {names}")
    _parser(choices).print_help()
    return 0


def _parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=NAME,
        usage=f"{NAME} [--course FOLDER] COMMAND [OPTION...]",
        description=f"{NAME} COMMAND --help tells more of a command.",
        epilog=_listed(commands),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--course", type=Path, metavar="FOLDER", help="of its pytest.ini (default: where harness/ lies)"
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _listed(commands: Sequence[Command]) -> str:
    """The commands, a line each, under whom they are for."""
    width = max(len(command.name) for command in commands)
    lines = list[str]()
    for reader in dict.fromkeys(command.reader for command in commands):
        lines += ["", f"for {reader}:"]
        lines += [f"  {one.name:{width}}  {one.about}" for one in commands if one.reader == reader]
    return "\n".join(lines[1:])


def _imported(module: str) -> ModuleType:
    """Ctrl-C ends the import at once: nothing has to be put in order while torch loads."""
    handler = signal.getsignal(signal.SIGINT)
    if handler != signal.SIG_IGN:  # as a shell's background jobs have it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return importlib.import_module(module)
    finally:
        signal.signal(signal.SIGINT, handler)


if __name__ == "__main__":
    sys.exit(main())
