"""The TODOs, a row each."""

from harness.course import Todo

LADDER = (
    Todo(1, 1, "Softmax", ("Softmax",)),
    Todo(2, 1, "Softmax regression", ("Regression",)),
)
