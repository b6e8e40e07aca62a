# -*- coding: utf-8 -*-
"""python3 begin.py: makes an environment with all that the course needs, and says what to type next.

Each Python since 2.7 can read this file, so each can say that it is not the right one. The right one goes on in
harness/begin/.
"""

from __future__ import print_function, unicode_literals

import io
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WRONG = "This is Python {this}, and the course needs Python {first} to {last}."
GOES_ON = "{name} is on this machine too, and goes on."
INSTALL_UV = "No such Python is on this machine. Install uv, which brings one (https://docs.astral.sh/uv/), and type"
BY_UV = "No such Python is on this machine, but uv brings one. Type"
KOREAN = {
    WRONG: "이 Python은 {this}인데, 이 수업에는 Python {first}~{last}가 필요해요.",
    GOES_ON: "이 컴퓨터에 {name}도 있어서, 그것으로 계속해요.",
    INSTALL_UV: "알맞은 Python이 없어요. Python을 받아 주는 uv(https://docs.astral.sh/uv/)를 설치하고 입력하세요.",
    BY_UV: "알맞은 Python이 없지만, uv가 받아 줘요. 입력하세요.",
}
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
KOREAN_TO_WINDOWS = 0x12


def main(words):
    """The exit status."""
    first, end = needed()
    if first <= sys.version_info[1] < end and sys.version_info[0] == 3:
        from harness.begin.command import main as begin

        return begin(words)
    say(WRONG, this=sys.version.split()[0], first=written(first), last=written(end - 1))
    other = next((name for name in names(first, end) if is_here(name)), None)
    if other:
        say(GOES_ON, name=" ".join(other))
        return subprocess.call(other + [os.path.join(HERE, "begin.py")] + words)
    say(BY_UV if is_here(["uv"]) else INSTALL_UV)
    print("\n    uv run pytest")
    return 1


def needed():
    """Of Python 3: the first minor version that pyproject.toml allows, and the first that it does not."""
    with io.open(os.path.join(HERE, "pyproject.toml"), encoding="utf-8") as project:
        found = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', project.read())
    return int(found.group(1)), int(found.group(2))


def written(minor):
    return "3.{}".format(minor)


def names(first, end):
    """How each Python that is needed may be called: by its name, or by Windows' launcher."""
    for minor in range(first, end):
        yield ["py", "-" + written(minor)] if os.name == "nt" else ["python" + written(minor)]


def is_here(name):
    """Whether there is such a program, and it runs."""
    with io.open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(name + ["--version"], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def say(sentence, **places):
    """In Korean where the system speaks it and the console can show it."""
    text = KOREAN[sentence] if is_korean() else sentence
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeError:
        text = sentence
    print(text.format(**places))
    sys.stdout.flush()


def is_korean():
    """Whether the system is."""
    named = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    if named or os.name != "nt":
        return named.startswith("ko")
    import ctypes  # of no use elsewhere

    return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == KOREAN_TO_WINDOWS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
