"""The merges of spec.bpe, held against those of the tokenizers library, and what it says of words that it can't use."""

import json
import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

from harness.language.speech import speaking
from spec.bpe import MARK, WORDS, BadWords, encode, encoding, learn, read
from spec.bpe.__main__ import main
from spec.bpe.merges import merge, spell

WORD = st.text("abcd", min_size=1, max_size=8)
LISTS = st.dictionaries(WORD, st.integers(1, 50), min_size=1, max_size=12)
MERGES = st.integers(0, 40)


def library(learned):
    """The tokenizers library, given our merges; the mark is a letter to it."""
    symbols = [*learned.characters, *(step.symbol for step in learned.steps)]
    return Tokenizer(BPE({symbol: number for number, symbol in enumerate(symbols)}, list(learned.merges)))


def trained(words):
    """The merges that the tokenizers library learns by itself, until no pair is left."""
    tokenizer = Tokenizer(BPE())
    text = (word + MARK for word, count in words.items() for _ in range(count))
    tokenizer.train_from_iterator(text, BpeTrainer(vocab_size=10_000, show_progress=False))
    return [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]


def most_frequent(spelled, words):
    counts = Counter()
    for word, symbols in spelled.items():
        for pair in pairwise(symbols):
            counts[pair] += words[word]
    return [pair for pair, count in counts.items() if count == max(counts.values())]


@settings(max_examples=200, deadline=None)
@given(words=LISTS, merges=MERGES, unseen=st.lists(WORD, max_size=20))
def test_the_same_merges_give_the_symbols_of_the_tokenizers_library(words, merges, unseen):
    learned = learn(words, merges)
    theirs = library(learned)
    for word in [*words, *unseen]:
        if set(word) <= set(learned.characters):
            assert list(encode(word, learned)) == theirs.encode(word + MARK).tokens


@settings(max_examples=100, deadline=None)
@given(words=LISTS)
def test_the_tokenizers_library_merges_one_of_the_most_frequent_pairs_and_where_there_is_one_it_is_ours(words):
    """Of equally frequent pairs the library takes another than we do; up to there, the merges must be the same."""
    ours, same = learn(words, 10_000).merges, True
    spelled = {word: spell(word) for word in words}
    for number, pair in enumerate(trained(words)):
        best = most_frequent(spelled, words)
        assert pair in best
        same = same and len(best) == 1
        assert not same or ours[number] == pair
        spelled = {word: merge(symbols, pair) for word, symbols in spelled.items()}
    assert all(len(symbols) == 1 for symbols in spelled.values())


@settings(max_examples=100, deadline=None)
@given(words=LISTS)
def test_each_merge_is_the_first_of_the_most_frequent_pairs_until_each_word_is_one_symbol(words):
    spelled = {word: spell(word) for word in words}
    for step in learn(words, 10_000).steps:
        assert step.pair == most_frequent(spelled, words)[0]
        spelled = {word: merge(symbols, step.pair) for word, symbols in spelled.items()}
        assert set(step.vocabulary) == {symbol for symbols in spelled.values() for symbol in symbols}
    assert all(symbols == (word + MARK,) for word, symbols in spelled.items())


def test_the_words_of_the_paper_give_its_merges():
    paper = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
    steps = learn(paper, 10).steps
    assert [step.symbol for step in steps] == ["es", "est", "est·", "lo", "low", "ne", "new", "newest·", "low·", "wi"]
    assert [step.count for step in steps] == [9, 9, 9, 7, 7, 6, 6, 6, 5, 3]


def test_the_vocabulary_in_use_of_the_default_words_rises_and_then_falls():
    sizes = learn(WORDS, 100).sizes
    peak = sizes.index(max(sizes))
    assert sizes[0] == 11 and max(sizes) == 17 and sizes[-1] == len(WORDS)
    assert list(sizes[: peak + 1]) == sorted(sizes[: peak + 1])
    assert list(sizes[peak:]) == sorted(sizes[peak:], reverse=True)


def test_a_word_is_encoded_step_by_step():
    learned = learn(WORDS, 100)
    assert encode("lowest", learned) == ("low", "est·")
    assert [number for number, _, _ in encoding("lowest", learned)] == [1, 2, 3, 4, 5]
    assert list(encoding("lowest", learned))[-1][2] == ("low", "est·")


def test_a_word_list_is_a_word_a_line_with_its_count(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("low 5\n\nslow\nlow\n아름답다 2\n", encoding="utf-8")
    assert read(path) == {"low": 6, "slow": 1, "아름답다": 2}


def test_the_command_prints_the_merges_and_an_unseen_word_in_80_columns_and_draws(tmp_path, capsys):
    first, second = tmp_path / "bpe.svg", tmp_path / "again" / "bpe.svg"
    second.parent.mkdir()
    assert main(["--picture", str(first)]) == main(["--picture", str(second)]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    for words in ("9 | est ·    | +est· -est", "At the start: 11 symbols", "At the end: 7 symbols", "5  low est·"):
        assert words in shown
    assert first.read_bytes() == second.read_bytes()
    assert b"len(vocabulary)" in first.read_bytes()


def test_the_command_speaks_korean_in_80_columns_too(tmp_path, capsys):
    with speaking("en"):
        assert main(["--lang", "ko"]) == 0
        assert main(["--lang", "ko", "--encode", "숲"]) == 2
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert [name.strip() for name in lines[0].split("|")] == ["병합", "횟수", "쌍", "어휘", "쓰이는 수"]
    assert len({cell_len(line[: line.index("|")]) for line in lines if "|" in line}) == 1
    assert shown.err.startswith("'숲'의 1번째 글자 '숲'은 배운 단어 어디에도 없어요.")


BAD = [
    ([], "--merges=-1", "-1 merges cannot be learned: give 0 or more"),
    (["low 5"], "--encode=", "an empty word cannot be encoded: give one character at least"),
    (
        ["low 5"],
        "--encode=lot",
        "'t', character 3 of 'lot', is in none of the words that were learned from: they have l o w.",
    ),
    (["low 5"], "--encode=l·", "'·', character 2 of 'l·', is in none of the words"),
    (["", " "], "--merges=1", "has no words: write one a line, and how often it comes, such as: low 5"),
    (["low 5", "so low it is"], "--merges=1", "line 2: expected a word and how often it comes, such as: low 5"),
    (["low five"], "--merges=1", "line 1: expected a word and how often it comes, such as: low 5"),
    (["low 0"], "--merges=1", "'low' comes 0 times: leave it out, or give 1 or more"),
    (["l·w 1"], "--merges=1", "'l·w' is no word: white space parts words, and · marks their end"),
]


@pytest.mark.parametrize(("lines", "option", "sentence"), BAD)
def test_what_cannot_be_used_is_said_in_a_sentence(lines, option, sentence, tmp_path, capsys):
    path = tmp_path / "words.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main([option, *([str(path)] if lines else [])]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert not shown.out


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path, capsys):
    latin = tmp_path / "latin.txt"
    latin.write_bytes("schön 1".encode("latin-1"))
    for arguments, sentence in (
        ([tmp_path / "none.txt"], "none.txt cannot be read: No such file or directory"),
        ([tmp_path], "cannot be read: Is a directory"),
        ([latin], "latin.txt is not text in UTF-8: save it as such"),
        (["--picture", tmp_path / "no" / "b.svg"], "b.svg cannot be written: No such file or directory"),
    ):
        assert main([str(argument) for argument in arguments]) == 2
        assert sentence in capsys.readouterr().err


def test_without_matplotlib_a_sentence_says_what_the_picture_needs(tmp_path, capsys, monkeypatch):
    for module in ("spec.bpe.picture", "spec.figures.style"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["--picture", str(tmp_path / "b.svg")]) == 2
    assert "leave --picture out, or\n\n    python -m pip install matplotlib\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "merges", "sentence"), [({}, 1, "no words"), ({"": 1}, 1, "empty"), ({"a b": 1}, 1, "no word")]
)
def test_words_that_nothing_can_be_learned_from_are_refused(words, merges, sentence):
    with pytest.raises(BadWords, match=sentence):
        learn(words, merges)
