"""What this course promises: softmax regression in two TODOs."""

from harness.course import Course
from toy.interface import GIVEN, INTERFACE
from toy.ladder import LADDER

COURSE = Course(
    name="toy",
    title="Softmax regression in two TODOs",
    package=__name__,
    todos=LADDER,
    contracts=INTERFACE,
    stand_ins=GIVEN,
    replaceable=("Softmax",),
)
