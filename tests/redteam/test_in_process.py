"""The red team: a bank of hostile and broken submissions, and what each would win where pytest imports it."""

import shutil
from collections import Counter
from pathlib import Path

import archives  # noqa: F401  (it fills the bank of oddities)
import folders  # noqa: F401
import pytest
import torch
from oddities import ODDITIES, WRONG
from sampling import sample

from harness.case import Build, Call, Case
from harness.compare.close import Different, assert_agree
from harness.load.files import files_of
from harness.proof.redteam.attacks import BadAttack, attacks
from harness.proof.redteam.container import available, in_process
from harness.run.in_process import InProcess
from spec.ladder import LADDER

ROOT = Path(__file__).parents[2]
BANK = attacks(Path(__file__).parent / "bank", ROOT / "reference")
TRIED = [attack for attack in BANK if attack.in_process]

contained = pytest.mark.skipif(not available(), reason="bubblewrap is not installed: nothing contains these")


def name(attack):
    return f"{attack.theme}.{attack.name}"


def test_there_are_many_of_them_and_half_are_tried_in_process():
    assert len(BANK) + len(ODDITIES) >= 100
    assert len(TRIED) >= (len(BANK) + len(ODDITIES)) / 2
    assert sum(attack.in_process == "wins" for attack in TRIED) >= 12


def test_no_name_is_used_twice():
    names = Counter([*map(name, BANK), *(oddity.name for oddity in ODDITIES)])
    assert max(names.values()) == 1


def test_each_attack_says_in_a_sentence_what_it_tries_is_about_todos_of_the_course_and_would_run():
    faults = [f"{name(attack)}: {fault}" for attack in BANK for fault in faults_of(attack)]
    assert not faults, "\n".join(faults)


def faults_of(attack):
    if not attack.tries.endswith(".") or len(attack.tries) > 120:
        yield f"tries is no sentence of 120 characters at most: {attack.tries!r}"
    if not {*attack.earns, *attack.flagged} <= set(attack.todos) <= {todo.number for todo in LADDER}:
        yield f"earns {attack.earns}, and {attack.flagged} flagged, of the TODOs {attack.todos}"
    for file, text in attack.files.items():
        try:
            compile(text, file, "exec") if file.endswith(".py") else None
        except (SyntaxError, ValueError) as error:
            yield f"{file} is no Python: {error}"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("[a]\ntries = 'T.'\ncolour = 1", "there is no field colour"),
        ("[a]\ntries = 'T.'\nin_process = 'boom'", "in_process is 'boom', expected one of wins"),
        ("[a]\nforward = 'x'", "'tries'"),
        ("[a]\ntries = 'T.'\nedits.head_v2 = [['nowhere', 'x']]", "'nowhere' is in the answer 0 times"),
        ("[a", "odd.toml: "),
    ],
)
def test_a_record_that_is_no_attack_is_named(tmp_path, record, words):
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "odd.toml").write_text(record, encoding="utf-8")
    shutil.copy(Path(__file__).with_name("wrong.toml"), tmp_path)
    with pytest.raises(BadAttack, match=r"odd\.toml") as raised:
        attacks(bank, ROOT / "reference")
    assert words in str(raised.value)


def test_the_class_under_most_attacks_is_wrong_without_them(reference):
    wrong = InProcess(ROOT / "reference", files=files_of(ROOT / "reference").changed({"head_v3": WRONG}))
    with pytest.raises(Different, match="the output"):
        assert_agree(wrong, reference, Case(Build("HeadVer3"), {}, (Call((torch.eye(3).unsqueeze(0),)),)))


def pytest_generate_tests(metafunc):
    if "attack" in metafunc.fixturenames:
        metafunc.parametrize("attack", sample(metafunc.config, TRIED), ids=name)


@contained
def test_where_pytest_imports_it_an_attack_gets_what_is_told(attack):
    found = in_process(attack, ROOT)
    assert found.gain == attack.in_process, found.evidence
