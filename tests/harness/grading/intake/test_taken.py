"""What is taken from a submission, in each of the ways that it may be handed in."""

import pytest
from archives import BLOCK, HEAD, LONGEST, TWO, found, in_folder, why_not, zipped

from harness.course import course
from harness.grading.intake import Submission, Unreadable, submission
from harness.grading.sandbox.paths import ROOT
from harness.load.files import Files
from harness.tell.version import version


def test_the_files_are_read_as_text(handed_in):
    files = Files({"head_v4": HEAD, "block_v1": BLOCK})
    assert submission(handed_in(TWO)) == Submission("homework", files, ())


@pytest.mark.parametrize("folder", ["숙제", "a/b/c", "nanogpt-kit-0.1.0/student", "repo-main/student"])
def test_they_may_lie_in_any_folder(handed_in, folder):
    assert found(handed_in({f"{folder}/{name}": text for name, text in TWO.items()})) == ({"head_v4", "block_v1"}, ())


def test_the_skeleton_is_read_whole(handed_in):
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "student").glob("*.py")}
    assert found(handed_in(files)) == ({*course().wanted, "gpt_v4"}, ())
    assert found(handed_in(files | {"gpt_v4.py": ""}))[1] == (
        "gpt_v4.py is provided by the course; yours is not used.",
    )


def test_nothing_else_is_taken_or_spoken_of(handed_in):
    others = ("conftest.py", "torch.py", "x.pth", "harness/run/in_process.py", "head_v4.pyc", "head_v4.py.bak")
    assert found(handed_in(dict.fromkeys(others, "x") | TWO)) == ({"head_v4", "block_v1"}, ())


def test_of_two_folders_the_fuller_is_taken(handed_in):
    files = {"head_v4.py": "stray", **{f"hw/{name}": text for name, text in TWO.items()}}
    notes = ("The files were taken from hw.", "Files in the top were left out.")
    assert submission(handed_in(files)).files.sources["head_v4"] == HEAD
    assert found(handed_in(files)) == ({"head_v4", "block_v1"}, notes)


def test_student_comes_before_any_other_folder(handed_in):
    files = {f"backup/{name}": "old" for name in TWO} | {"student/head_v4.py": HEAD}
    notes = ("The files were taken from student.", "Files in backup were left out.")
    assert found(handed_in(files)) == ({"head_v4"}, notes)


def test_folders_that_hold_no_file_twice_are_taken_together(handed_in):
    files = {"week1/head_v4.py": HEAD, "week2/block_v1.py": BLOCK}
    assert found(handed_in(files)) == ({"head_v4", "block_v1"}, ("The files were taken from week1, week2.",))


def test_two_folders_of_which_either_may_be_meant_are_named(handed_in):
    files = {"new/head_v4.py": HEAD, "old/head_v4.py": BLOCK, "data/x.txt": ""}
    assert why_not(handed_in(files)) == "The same files are in more than one folder: new, old. Which are meant?"
    same = files | {"old/head_v4.py": HEAD}
    assert found(handed_in(same))[0] == {"head_v4"}


@pytest.mark.parametrize(
    "folder", ["__MACOSX", ".git", ".tox/student/lib", "venv/lib", "node_modules/x", "spec/stand_ins"]
)
def test_folders_that_a_system_or_a_tool_adds_do_not_count(handed_in, folder):
    assert found(handed_in({"hw/head_v4.py": HEAD, f"{folder}/head_v4.py": ""})) == ({"head_v4"}, ())


def test_where_there_is_no_file_it_says_what_was_expected(handed_in):
    with pytest.raises(Unreadable) as caught:
        submission(handed_in({"notes.txt": "", "gpt_v4.py": ""}))
    assert "No file of the course was found in homework" in str(caught.value)
    assert all(f"{file}.py" in str(caught.value) for file in course().wanted)
    assert "gpt_v4.py" not in str(caught.value)


def test_a_name_is_made_printable_and_short(tmp_path):
    path = in_folder(tmp_path / ("\x1b]52;c\n\u202e" + "a" * 100), {"head_v4.py": HEAD})
    name = submission(path).name
    assert name.startswith("\\x1b]52;c\\n\\u202ea")
    assert name.isprintable() and len(name) < 300
    two = in_folder(tmp_path / "two", {"\x1b[2J\na/head_v4.py": "", "\udcffb/head_v4.py": "x"})
    assert "\\udcffb" in why_not(two) and "\\x1b[2J\\na" in why_not(two)


def test_a_file_that_cannot_be_read_costs_no_other(handed_in):
    refused = {
        "gpt_v1.py": "#" * (LONGEST + 1),
        "gpt_v3.py": "xxxx = 1\0",
        "head_v1.py": "x = 1".encode("utf-16"),
        "head_v2.py": "x = 2".encode("utf-16"),
        "head_v3.py": "#" * LONGEST,
    }
    sources, notes = found(handed_in(refused | TWO))
    assert sources == {"head_v3", "head_v4", "block_v1"}
    assert set(notes) == {
        "gpt_v1.py is larger than 256 KiB.",
        "gpt_v3.py holds a NUL character.",
        "Each of 2 files is not UTF-8 (it looks like UTF-16): save it as UTF-8 (head_v1.py, head_v2.py).",
    }


def test_where_none_can_be_read_it_says_why(handed_in):
    why = "No file in homework could be read. head_v4.py holds a NUL character."
    assert why_not(handed_in({"head_v4.py": b"x = 1 \0"})) == why


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


def test_a_notebook_is_asked_for_as_files(handed_in):
    why = "No file of the course was found in homework. A notebook is not read: export the classes of nanogpt.ipynb"
    assert why_not(handed_in({"nanogpt.ipynb": "{}"})).startswith(why)
