"""What this course promises: NanoGPT in ten TODOs."""

from harness.course import Course
from spec.interface import GIVEN, INTERFACE
from spec.ladder import LADDER

COURSE = Course(
    name="nanogpt",
    title="NanoGPT in ten TODOs",
    package=__name__,
    todos=LADDER,
    contracts=INTERFACE,
    stand_ins=GIVEN,
    replaceable=("HeadVer4", "FeedForward", "LayerNorm"),
    buffers=("tril",),
    finished=("Your NanoGPT learns to write:", ("-m", "spec.train")),
    leaderboard=("MultiHeadVer2", "MultiHeadVer1"),
)
