"""The notebook of the kit runs from top to bottom, with nothing but the zip beside it."""

import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from screen import ROOT, TOY, assert_readable, states

from harness.kit.contents import contents

ANSWER = (TOY / "reference" / "softmax.py").read_text(encoding="utf-8")
OPENED = 'print(get_ipython().payload_manager.read_payload()[0]["text"])'


def plain(printed):
    """Without colours, and with ends of lines as a terminal has none."""
    return re.sub(r"\x1b\[[\d;]*m", "", printed).replace("\r\n", "\n")


@pytest.fixture
def colab(unpacked_kit, tmp_path, monkeypatch):
    """Runs the cells of the kit's notebook, once they are changed, and gives what each of them printed.

    It is offline: commands are those of this environment, in which everything is installed, and pip finds no more.
    """
    shutil.copy(f"{unpacked_kit}.zip", tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)

    def run(change):
        notebook = nbformat.read(unpacked_kit / "colab.ipynb", as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        change(*cells)
        NotebookClient(notebook, resources={"metadata": {"path": tmp_path}}).execute()
        return [plain("".join(output.text for output in cell.outputs if "text" in output)) for cell in cells]

    return run


@pytest.mark.whole
def test_whoever_has_the_zip_gets_to_a_todo_that_is_done(colab, tmp_path):
    """On the next day, nothing that was written is lost."""

    def first_day(set_up, write, board, opening, hand_in):
        write.source = write.source.partition("\n")[0] + f"\n{ANSWER}"
        opening.source += f"\n{OPENED}"

    def next_day(set_up, write, board, opening, hand_in):
        write.source = ""

    set_up, _, board, opened, _ = colab(first_day)
    assert "All is there." in set_up
    assert states(board) == {1: "done", 2: "not started"}
    assert_readable(board)
    assert opened.startswith("%%writefile student/regression.py\n") and "TODO 2" in opened

    _, _, board, *_ = colab(next_day)
    assert states(board) == {1: "done", 2: "not started"}
    (zipped,) = tmp_path.glob("*/student.zip")
    shutil.unpack_archive(zipped, tmp_path / "handed in")
    assert (tmp_path / "handed in" / "student" / "softmax.py").read_text(encoding="utf-8") == ANSWER


def test_a_notebook_is_valid_and_its_editor_holds_the_first_file(tmp_path):
    kit = contents(ROOT, tmp_path)
    for notebook, student in (("colab.ipynb", "student"), ("colab.ko.ipynb", "skeleton/ko")):
        pages = nbformat.reads(kit[notebook].decode(), as_version=4)
        nbformat.validate(pages)
        _, editor, *_ = (cell.source for cell in pages.cells if cell.cell_type == "code")
        assert editor.partition("\n") == (
            "%%writefile student/gpt_v1.py",
            "\n",
            kit[f"{student}/gpt_v1.py"].decode().rstrip(),
        )
