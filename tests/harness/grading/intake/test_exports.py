"""Bulk exports: each place's layout is known, and a submission that only looks like one stays one."""

from datetime import UTC, datetime

import pytest
from archives import BLOCK, HEAD, TWO, in_folder, zipped

from harness.grading.intake import submission
from harness.grading.intake.author import Author
from harness.grading.intake.exports import COLLECTED, METADATA, export
from harness.grading.intake.handed_in import handed_in

OF_GRADESCOPE = """---
submission_901:
  :submitters:
  - :name: Mina Kim
    :sid: '0031'
    :email: mina@u.edu
  - :name: "Jos\\xE9 \\"O'Neil\\""
    :sid: '32'
  :created_at: 2026-10-02 08:30:00.861687000 Z
  :results:
    output: |-
      submission_902:
        :submitters:
        - :name: Somebody Else
          :sid: '99'
    tests:
    - :name: 7
submission_902:
  :submitters:
  - :name: 'Jae O''Lee'
    :email: jae@u.edu
  :created_at: 2026-10-01 08:30:00 +09:00
submission_903:
  :submitters: []
"""


@pytest.fixture
def seen(tmp_path):
    """The export that a folder of these files is, and the names of its submissions."""

    def look(files):
        found = export(in_folder(tmp_path / "in", files), tmp_path / "out")
        return found and (found.place, [path.name for path in found.paths])

    return look


def two(*folders):
    return {f"{folder}/{name}": text for folder in folders for name, text in TWO.items()}


def test_canvas_has_loose_files_which_become_a_folder_for_each_author(seen, tmp_path):
    files = {
        "kimmina_11_501_head_v4.py": HEAD,
        "kimmina_11_502_block_v1-1.py": BLOCK,
        "leejae_LATE_12_503_head_v4.py": "x = 'jae'\n",
        "leejae_LATE_12_504_notes.txt": "",
        "anon_x1y2z_505_head_v4.py": HEAD,
        "LATE_anon_q9_506_homework.zip": zipped(TWO),
    }
    names = ["LATE_anon_q9_506_homework.zip", "anon_x1y2z", "kimmina_11", "leejae_LATE_12"]
    assert seen(files) == ("Canvas", names)
    collected = tmp_path / "out" / COLLECTED
    assert set(submission(collected / "kimmina_11").files.sources) == {"head_v4", "block_v1"}
    assert submission(collected / "leejae_LATE_12").files.sources["head_v4"] == "x = 'jae'\n"
    assert handed_in(collected / "leejae_LATE_12").authors == (Author("leejae", "12"),)
    assert handed_in(tmp_path / "in/LATE_anon_q9_506_homework.zip").authors == (Author("", "anon_q9"),)


def test_a_name_that_a_student_gave_a_file_makes_nobody_else_of_them(seen):
    files = {"kimmina_11_501_leejae_12_503_head_v4.py": HEAD, "kimmina_11_502_12_503_block_v1.py": BLOCK}
    assert seen(files) == ("Canvas", ["kimmina_11"])


def test_what_was_handed_in_before_is_not_mixed_with_what_is_now(seen, tmp_path):
    seen({"kimmina_11_501_head_v4.py": HEAD, "kimmina_11_502_block_v1.py": BLOCK})
    (tmp_path / "in/kimmina_11_502_block_v1.py").unlink()
    seen({})
    assert [path.name for path in (tmp_path / "out" / COLLECTED / "kimmina_11").iterdir()] == ["head_v4.py"]


def test_moodle_has_a_folder_for_each_author_or_files_that_begin_so(seen, tmp_path):
    folders = ["Jae Lee_22_assignsubmission_file_", "Mina_1_Kim_21_assignsubmission_file"]
    assert seen(two(*folders)) == ("Moodle", folders)
    assert handed_in(tmp_path / folders[1]).authors == (Author("Mina_1_Kim", "21"),)


def test_moodle_may_have_files_that_begin_so(seen, tmp_path):
    loose = {f"Mina Kim_21_assignsubmission_file_{name}": text for name, text in TWO.items()}
    assert seen(loose) == ("Moodle", ["Mina Kim_21"])
    assert set(submission(tmp_path / "out" / COLLECTED / "Mina Kim_21").files.sources) == {"head_v4", "block_v1"}


def test_gradescope_has_metadata_beside_its_folders(seen, tmp_path):
    folders = [f"assignment_9_export/submission_{number}" for number in (901, 902, 903)]
    files = {f"assignment_9_export/{METADATA}": OF_GRADESCOPE} | two(*folders)
    assert seen(files) == ("Gradescope", ["submission_901", "submission_902", "submission_903"])
    first, second, third = (handed_in(tmp_path / "in" / folder) for folder in folders)
    assert first.authors == (Author("Mina Kim", "0031", ("mina@u.edu",)), Author('Jos\u00e9 "O\'Neil"', "32"))
    assert first.time == datetime(2026, 10, 2, 8, 30, tzinfo=UTC)
    assert second.authors == (Author("Jae O'Lee", "", ("jae@u.edu",)),)
    assert second.time == datetime.fromisoformat("2026-10-01T08:30:00+09:00")
    assert third.authors == (Author(others=("submission_903",)),)


def test_classroom_has_repositories(seen):
    files = two("nanogpt-mina", "nanogpt-jae-lee") | {f"nanogpt-{who}/.git/HEAD": "" for who in ("mina", "jae-lee")}
    assert seen(files) == ("GitHub Classroom", ["nanogpt-jae-lee", "nanogpt-mina"])


@pytest.mark.parametrize(
    "files",
    [
        TWO,
        two("student"),
        two("week1", "week2"),
        {f"hw/{name}": text for name, text in TWO.items()} | {"hw/.git/HEAD": "", "README.md": ""},
        TWO | two("Victim_99_assignsubmission_file_"),
        {"head_v4.py": HEAD} | two("Victim_98_assignsubmission_file_", "Victim_99_assignsubmission_file_"),
        TWO | {"victim_99_501_head_v4.py": HEAD},
        two("hw", "data", "Victim_99_assignsubmission_file_"),
        {"README.md": "", ".git/HEAD": ""},
        {},
    ],
)
def test_a_submission_is_no_export(seen, files):
    assert seen(files) is None


def test_what_is_left_out_is_said_and_has_no_power_over_a_terminal(tmp_path):
    files = {f"a{i}_{i}_501_head_v4.py": HEAD for i in range(9)} | {"roster.csv": "", "\x1b[2J": ""}
    found = export(in_folder(tmp_path / "in", files), tmp_path / "out")
    assert found.words == ("This is a bulk export of Canvas, with 9 submissions. Left out: \\x1b[2J, roster.csv.")


def test_a_link_is_followed_nowhere(seen, tmp_path):
    in_folder(tmp_path / "secret", TWO)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/kimmina_11_501_head_v4.py").symlink_to(tmp_path / "secret/head_v4.py")
    (tmp_path / "in/Jae Lee_22_assignsubmission_file_").symlink_to(tmp_path / "secret")
    assert seen({}) is None
