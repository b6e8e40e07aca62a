"""The grader takes what the board takes, from a folder and from an archive, and refuses the same in the same words."""

import os

import pytest
from archives import in_folder, tar_gzipped, zipped

from harness.grading.intake import submission
from harness.load.files import file_called, files_of

HEAD = "class HeadVer2: ...\n"
LATIN = "# für die Köpfe\n".encode("latin-1")
HANDED_IN = {
    "as they are called": {"head_v2.py": HEAD, "gpt_v1.py": "x = 1\r\ny = 2\r"},
    "in other letters": {"Head_V2.PY": HEAD, "GPT_V1.py": ""},
    "as a browser calls them": {
        "head_v2 (1).py": HEAD,
        "gpt_v1.py.txt": "",
        "gpt_v2 - 복사본.py": "",
        "block_v1-1.py": "",
    },
    "beside a copy": {"head_v2.py": HEAD, "head_v2 (1).py": "", "head_v2 copy.py": ""},
    "as two copies": {"head_v2 (1).py": HEAD, "head_v2 (2).py": "", "gpt_v1.py": ""},
    "nearly so": {"headv2.py": HEAD, "layernorm.py": "", "BlockV1.py": "", "head_v4.ipynb": "{}", "gpt_v1.py": ""},
    "in other encodings": {
        "head_v2.py": LATIN,
        "head_v3.py": "# 머리\n".encode("cp949"),
        "gpt_v1.py": "x".encode("utf-16"),
    },
    "too long": {"head_v2.py": "#" * 2**18 + "\n", "gpt_v1.py": HEAD},
    "with files of their own": {
        "head_v2.py": "from .means import mean\n",
        "means.py": "from .sums import s\n",
        "sums.py": "",
    },
    "with files of others": {"head_v2.py": HEAD, "means.py": "", "__init__.py": "", "notes.txt": "", "conftest.py": ""},
}


@pytest.mark.parametrize("handed_in", HANDED_IN.values(), ids=HANDED_IN)
def test_board_and_grader_take_the_same_files_and_refuse_the_same(tmp_path, handed_in):
    folder = in_folder(tmp_path / "student", handed_in)
    board = files_of(folder)
    for archive in (zipped, tar_gzipped):
        (tmp_path / archive.__name__).write_bytes(archive({f"hw/{name}": text for name, text in handed_in.items()}))
        assert submission(tmp_path / archive.__name__).files == board
    assert submission(folder).files == board
    assert board.sources


def test_a_link_is_refused_by_both(tmp_path):
    folder = in_folder(tmp_path / "student", {"elsewhere.py": HEAD, "gpt_v1.py": ""})
    os.symlink("elsewhere.py", folder / "head_v2.py")
    assert files_of(folder) == submission(folder).files
    assert files_of(folder).refused == {"head_v2": "is a symbolic link: hand in the file itself"}


@pytest.mark.parametrize(
    "name", ["head_v2.py", "HEAD_V2.Py", "head_v2 (12).py", "head_v2 - Copy (2).py", "head_v2 copy 3.py"]
)
def test_a_file_is_known_by_its_name_but_for_its_case_and_the_mark_of_a_copy(name):
    assert file_called(name) == "head_v2"


@pytest.mark.parametrize(
    "name", ["head_v22.py", "my_head_v2.py", "head_v2.pyc", "head_v2.py.bak", "head_v2_old.py", "head_v2"]
)
def test_another_name_is_another_file(name):
    assert file_called(name) is None


def test_what_was_read_otherwise_is_said(tmp_path):
    taken = files_of(in_folder(tmp_path, HANDED_IN["in other encodings"] | HANDED_IN["as a browser calls them"]))
    assert "head_v2 (1).py is not used: head_v2.py is." in taken.notes
    assert "gpt_v2 - 복사본.py was taken as gpt_v2.py." in taken.notes
    assert "head_v3.py is not utf-8 and was read as cp949: save it as UTF-8." in taken.notes


def test_a_file_that_is_nearly_called_so_is_asked_about(tmp_path):
    refused = files_of(in_folder(tmp_path, HANDED_IN["nearly so"])).refused
    assert refused["layer_norm"] == "is missing, but there is layernorm.py: rename it, if that is what it is"
    assert refused["head_v4"].endswith("there is head_v4.ipynb: export it as a .py file, if that is what it is")
    assert refused.keys() == {"head_v2", "layer_norm", "block_v1", "head_v4"}
