"""Korean particles that fit the word before them: 은(는), 이(가), 을(를), 과(와), (으)로, 이에요(예요)."""

from __future__ import annotations

import re
from string import ascii_letters

FIRST, LAST, FINALS = ord("가"), ord("힣"), 28
RIEUL = 8  # the final consonant ㄹ, after which it is 로
PAIRS = {  # as it is written: after a final consonant, and after none
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "이에요(예요)": ("이에요", "예요"),
    "이어야(여야)": ("이어야", "여야"),
    "(이)": ("이", ""),
}
WRITTEN = re.compile(rf"(?P<word>[^\s]*[^\W_])(?P<end>(?:[^\w\s]|_)*?)(?P<pair>{'|'.join(map(re.escape, PAIRS))})")
DIGITS = dict(zip("0123456789", (21, 8, 0, 16, 0, 0, 1, 8, 8, 0)))  # of 영, 일, 이, 삼, 사, ...
TENS = {1: 17, 2: 1, 3: 4}  # 십, 백, 천; all others end in ㄴ as well, or in ㄱ
LETTERS = {"l": RIEUL, "m": 16, "n": 4, "r": RIEUL}  # 엘, 엠, 엔, 알
ENDINGS = {  # of a word that is read as one, by its final consonant: 블록, 라인, 모듈, 네임, 타입, 드롭아웃, 인코딩
    1: ("ck",),
    4: ("n", "ine", "one"),
    RIEUL: ("l", "ale", "ble", "ile", "ple", "tle", "ule"),
    16: ("m", "ame", "ime", "ume"),
    17: ("flip", "map", "step", "type"),
    19: ("cat", "format", "init", "out", "put", "split", "target"),
    21: ("ng",),
}


def fitted(text: str) -> str:
    """The text with one of each pair of particles."""
    return WRITTEN.sub(lambda found: f"{found['word']}{found['end']}{_fitting(found)}", text)


def _fitting(found: re.Match[str]) -> str:
    final = final_of(found["word"])
    closed, open_ = PAIRS[found["pair"]]
    return open_ if not final or (final == RIEUL and found["pair"] == "(으)로") else closed


def final_of(word: str) -> int:
    """The final consonant with which a word, a number or a letter ends as it is read aloud; 0 where there is none."""
    last = word[-1]
    if FIRST <= ord(last) <= LAST:
        return (ord(last) - FIRST) % FINALS
    if last in DIGITS:
        return _of_number(word[len(word.rstrip("0123456789.,")) :])
    letters = word[len(word.rstrip(ascii_letters)) :]
    if len(letters) == 1 or letters.isupper():
        return LETTERS.get(letters[-1].lower(), 0)
    return next((final for final, endings in ENDINGS.items() if letters.lower().endswith(endings)), 0)


def _of_number(number: str) -> int:
    """십, 백, 천 and 만 end in a consonant; any other number ends as its last digit does."""
    whole = number.replace(",", "")
    zeros = len(whole) - len(whole.rstrip("0"))
    if "." in whole or not whole.strip("0") or not zeros:
        return DIGITS[whole[-1]]
    return TENS.get(zeros, TENS[3])
