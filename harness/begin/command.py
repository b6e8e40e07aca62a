"""Looks at the machine, makes the environment, and says what to type next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from harness.begin import environment
from harness.begin.install import cpu_build, install
from harness.begin.machine import Machine, obstacles
from harness.begin.packages import packages
from harness.language.choice import add_option, listen, speak_to_reader, usual
from harness.language.speech import say
from harness.where import ROOT

PINNED = ("--constraint", "constraints.txt")


def main(words: Sequence[str]) -> int:
    """The exit status: 1 where something stands in the way, pip's own where it fails."""
    asked = _asked(words)
    if note := speak_to_reader(asked.lang, usual()):
        print(note)
    machine = Machine.this(ROOT)
    for_the_cpu = machine.system != "Linux" or bool(cpu_build())
    in_the_way = [*obstacles(machine, environment.FOLDER, for_the_cpu)]
    if in_the_way:
        print(*in_the_way, sep="\n")
        return 1
    _announce(machine, for_the_cpu)
    return _into_this_python() if asked.here else _into_an_environment()


def _asked(words: Sequence[str]) -> argparse.Namespace:
    listen(words)
    about = say("Makes an environment with all that the course needs, and says what to type next.")
    parser = argparse.ArgumentParser(prog="python begin.py", description=about)
    parser.add_argument("--here", action="store_true", help=say("install into this Python, as on Colab"))
    add_option(parser)
    return parser.parse_args(words)


def _announce(machine: Machine, for_the_cpu: bool) -> None:
    if machine.managed:
        print(say("The system manages this Python, and pip may not change it. All goes into an environment instead."))
    if not for_the_cpu:
        print(say("The index of torch's CPU build does not answer: PyPI's is taken, which is gigabytes."))
    sys.stdout.flush()


def _into_this_python() -> int:
    return _told(install(sys.executable, packages(ROOT)), "pytest")


def _into_an_environment() -> int:
    status = install(environment.python(), [*PINNED, *packages(ROOT)])
    return _told(status, environment.command("pytest"))


def _told(status: int, command: str) -> int:
    if status:
        print(f"\n{say('pip could not install everything; above it says why. Is there a network? Then try again.')}")
    else:
        print(f"\n{say('All is there. To see the board, type')}\n\n    {command}")
    return status
