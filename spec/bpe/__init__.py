"""Byte-pair encoding as the course shows it: words as characters, the most frequent pair merged, again and again."""

from spec.bpe.encoding import encode, encoding
from spec.bpe.merges import MARK, BadWords, Learned, Step, learn
from spec.bpe.wordlist import WORDS, read

__all__ = ["MARK", "WORDS", "BadWords", "Learned", "Step", "encode", "encoding", "learn", "read"]
