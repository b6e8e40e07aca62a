"""A Korean particle fits whatever comes before it."""

import pytest

from harness.language.particles import fitted


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("마스크은(는)", "마스크는"),
        ("행렬은(는)", "행렬은"),
        ("헤드이(가)", "헤드가"),
        ("값이(가)", "값이"),
        ("출력을(를)", "출력을"),
        ("행렬(으)로", "행렬로"),
        ("값(으)로", "값으로"),
        ("변수(으)로", "변수로"),
        ("nn.Module(으)로", "nn.Module로"),
        ("dtype(으)로", "dtype으로"),
        ("점수과(와)", "점수와"),
        ("1.54이에요(예요)", "1.54예요"),
        ("2.31이에요(예요)", "2.31이에요"),
    ],
)
def test_it_fits_a_word_and_a_number(written, read):
    """After a final consonant, as it is read aloud, stands one form, and after a vowel the other."""
    assert fitted(written) == read


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("0", "0은"),
        ("2", "2는"),
        ("3", "3은"),
        ("10", "10은"),
        ("1,000", "1,000은"),
        ("0.50", "0.50은"),
        ("24", "24는"),
    ],
)
def test_a_number_ends_as_it_is_read(number, read):
    """0 is 영, 2 is 이, 3 is 삼, 10 is 십, 1,000 is 천."""
    assert fitted(f"{number}은(는)") == read


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("T", "T는"),
        ("N", "N은"),
        ("HeadVer2", "HeadVer2는"),
        ("mask", "mask는"),
        ("block", "block은"),
        ("encoding", "encoding은"),
        ("`wei`", "`wei`는"),
        ("(B, T)", "(B, T)는"),
        ("query.weight", "query.weight는"),
        ("assert", "assert는"),
        ("transpose", "transpose는"),
        ("nn.Module", "nn.Module은"),
        ("token_embedding_table", "token_embedding_table은"),
        ("None", "None은"),
        ("NaN", "NaN은"),
        ("name", "name은"),
        ("dtype", "dtype은"),
        ("torch.cat", "torch.cat은"),
        ("nn.Dropout", "nn.Dropout은"),
    ],
)
def test_a_name_ends_as_it_is_read_aloud(name, read):
    """A letter is read by its name, and a word as Koreans say it; marks around a name are not read."""
    assert fitted(f"{name}은(는)") == read


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("add_", "add_는"),
        ("fill_", "fill_은"),
        ("__init__", "__init__은"),
        ("super().__init__()", "super().__init__()은"),
    ],
)
def test_underscores_at_the_end_are_not_read(name, read):
    """A name ends with the last letter or digit of it."""
    assert fitted(f"{name}은(는)") == read


def test_nothing_else_is_changed():
    """Text without a pair stays as it is."""
    assert fitted("softmax(x)를 취해요 (T)") == "softmax(x)를 취해요 (T)"
