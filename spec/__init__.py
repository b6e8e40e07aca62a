"""What this course promises: NanoGPT, TODO by TODO."""

from harness.course import Course
from spec.interface import GIVEN, INTERFACE
from spec.ladder import LADDER

COURSE = Course(
    name="nanogpt",
    title="NanoGPT, TODO by TODO",
    package=__name__,
    todos=LADDER,
    contracts=INTERFACE,
    stand_ins=GIVEN,
    replaceable=("HeadVer4", "FeedForward", "LayerNorm"),
    buffers=("tril",),
    finished=("Your NanoGPT learns to write:", ("-m", "spec.train")),
    leaderboard=("MultiHeadVer2", "MultiHeadVer1"),
)
