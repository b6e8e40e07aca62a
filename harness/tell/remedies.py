"""What to do about an error, where that is known: a sentence for the student."""

from __future__ import annotations

import re

from harness.case import Error

UNDER_MAIN = "put it under `if __name__ == '__main__':`"
REMEDIES = {
    r"before Module\.__init__\(\) call|has no attribute '_(modules|parameters|buffers|\w+_hooks)'": (
        "Call super().__init__() in the first line of __init__."
    ),
    r"\b(?i:cuda|mps|xpu|nvidia|accelerator)\b|on the same device|on the expected device|expected a dense CPU tensor": (
        'The course runs on the CPU: leave out .to("cuda"), .cuda() and device="cuda". '
        "A new tensor goes where x is: device=x.device."
    ),
    r"EOF when reading a line|reading from stdin": "Nobody answers input() here: take it out.",
}
NO_SCRIPT = ("import ", "from ", "class ", "def ", "@")  # how lines begin that every file has


def remedy(error: Error) -> str:
    """A sentence, or nothing."""
    for words, known in REMEDIES.items():
        if re.search(words, error.message):
            return known
    advised = "__main__" in error.message or not is_script(error)
    return "" if advised else f"This line runs when the file is imported: {UNDER_MAIN}."


def is_script(error: Error) -> bool:
    """Whether a statement that is no definition raised it while a file was imported."""
    if error.stage != "import" or not error.frames or "SyntaxError" in error.kinds:
        return False
    return not error.frames[0].code.startswith(NO_SCRIPT)
