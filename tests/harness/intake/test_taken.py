"""What is taken from a submission, in each of the ways that it may be handed in."""

import pytest
from archives import BLOCK, HEAD, LONGEST, TWO, found, in_folder, why_not, zipped

from grading.intake import Submission, Unreadable, submission
from grading.intake.wanted import WANTED
from grading.paths import ROOT
from spec.version import version


def test_the_files_are_read_as_text(handed_in):
    assert submission(handed_in(TWO)) == Submission("homework", {"head_v4": HEAD, "block_v1": BLOCK}, ())


def test_they_may_lie_one_folder_down(handed_in):
    assert found(handed_in({f"숙제/{name}": text for name, text in TWO.items()})) == ({"head_v4", "block_v1"}, ())


def test_the_skeleton_is_read_whole(handed_in):
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "student").glob("*.py")}
    sources, notes = found(handed_in(files))
    assert sources == set(WANTED)
    assert notes == ("gpt_v4.py is provided by the course; yours is not used.",)


def test_nothing_else_is_taken_or_spoken_of(handed_in):
    others = ("conftest.py", "torch.py", "x.pth", "spec/run.py", "Head_V4.py", "head_v4.pyc", "head_v4.py.bak")
    assert found(handed_in(dict.fromkeys(others, "x") | TWO)) == ({"head_v4", "block_v1"}, ())


def test_the_top_comes_before_a_folder(handed_in):
    assert found(handed_in({"head_v4.py": HEAD, "old/block_v1.py": BLOCK})) == ({"head_v4"}, ())


def test_two_folders_that_hold_files_are_named(handed_in):
    files = {"new/head_v4.py": HEAD, "old/head_v4.py": HEAD, "data/x.txt": ""}
    assert why_not(handed_in(files)) == "homework holds files of the course in more than one folder: new and old."


def test_folders_that_a_system_adds_do_not_count(handed_in):
    files = {"hw/head_v4.py": HEAD, "__MACOSX/head_v4.py": "", ".git/head_v4.py": ""}
    assert found(handed_in(files)) == ({"head_v4"}, ())


def test_files_two_folders_down_are_not_found(handed_in):
    assert "neither at its top nor one folder down" in why_not(handed_in({"a/b/head_v4.py": HEAD}))


def test_where_there_is_no_file_it_says_what_was_expected(handed_in):
    with pytest.raises(Unreadable) as caught:
        submission(handed_in({"notes.txt": "", "gpt_v4.py": ""}))
    assert "No file of the course was found in homework" in str(caught.value)
    assert all(f"{file}.py" in str(caught.value) for file in WANTED)
    assert "gpt_v4.py" not in str(caught.value)


def test_a_name_is_made_printable_and_short(tmp_path):
    path = in_folder(tmp_path / ("\x1b]52;c\n\u202e" + "a" * 100), {"head_v4.py": HEAD})
    name = submission(path).name
    assert name.startswith("\\x1b]52;c\\n\\u202ea")
    assert name.isprintable() and len(name) < 100
    two = in_folder(tmp_path / "two", {"\x1b[2J\na/head_v4.py": "", "\udcffb/head_v4.py": ""})
    assert "\\x1b[2J\\na and \\udcffb" in why_not(two)


def test_a_file_that_cannot_be_read_costs_no_other(handed_in):
    refused = {
        "gpt_v1.py": "#" * (LONGEST + 1),
        "gpt_v2.py": b"x = '\xe9'",
        "gpt_v3.py": "x = 1\0",
        "head_v1.py": "x = 1".encode("utf-16"),
        "head_v2.py": "# -*- coding: latin-1 -*-\n",
        "head_v3.py": "#" * LONGEST,
    }
    sources, notes = found(handed_in(refused | TWO))
    assert sources == {"head_v3", "head_v4", "block_v1"}
    assert set(notes) == {
        "gpt_v1.py is larger than 256 KiB and was not read.",
        "gpt_v2.py is not UTF-8 text and was not read.",
        "gpt_v3.py holds a NUL character and was not read.",
        "head_v1.py is not UTF-8 text and was not read.",
        "head_v2.py declares an encoding other than UTF-8 and was not read.",
    }


def test_where_none_can_be_read_it_says_why(handed_in):
    why = "No file in homework could be read. head_v4.py holds a NUL character and was not read."
    assert why_not(handed_in({"head_v4.py": b"\0"})) == why


@pytest.mark.parametrize("handed_in", [in_folder, None])
def test_files_of_another_kit_are_said_to_be_that(tmp_path, handed_in):
    def notes(said):
        files = TWO | {"VERSION": said}
        if handed_in:
            return submission(in_folder(tmp_path, files)).notes
        path = tmp_path / "mine.zip"
        path.write_bytes(zipped({f"student/{name}": text for name, text in files.items()}))
        return submission(path).notes

    theirs = f"{version(ROOT)}\n"
    assert notes(theirs) == notes("") == ()
    (note,) = notes("0.0.7\n")
    assert note.startswith("Your files are from version 0.0.7 of the kit, and the tests are version ")
    (note,) = notes("\xff\x1b[31m" * 10_000)
    assert len(note) < 200
