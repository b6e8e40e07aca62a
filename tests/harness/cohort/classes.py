"""Classes whose reports are copies of forty that a real run wrote of the toy course.

graded.json holds these, without the claims that hold. Most are called after the mistake that was made in them: slip_...
has one of the bank, and the others have mistakes that nobody has named.
"""

import json
from pathlib import Path

GRADED = json.loads(Path(__file__).with_name("graded.json").read_text(encoding="utf-8"))
NAMES = [told["submission"] for told in GRADED]


def write(out, told):
    """One report."""
    folder = out / told["submission"].replace("/", "_")
    folder.mkdir(parents=True)
    (folder / "staff.json").write_text(json.dumps(told), encoding="utf-8")


def class_of(out, many=40):
    """So many copies, each with a name of its own: the first forty have their own ones, then those with a number."""
    for i in range(many):
        told = GRADED[i % len(GRADED)]
        name = told["submission"] + (f" {i // len(GRADED)}" if i >= len(GRADED) else "")
        write(out, told | {"submission": name})
    return out


def changed(name, **fields):
    """The report of one of them, but for some fields."""
    return GRADED[NAMES.index(name)] | fields
