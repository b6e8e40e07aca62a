"""The TODOs, a row each."""

from harness.course import ReadyMade, Todo

SOFTMAX = ReadyMade("torch's own softmax", frozenset({"softmax", "log_softmax"}))
LADDER = (
    Todo(1, 1, "Softmax", ("Softmax",), built="You can make probabilities of any scores.", ready_made=(SOFTMAX,)),
    Todo(2, 1, "Softmax regression", ("Regression",), built="Your model learns which class an example belongs to."),
)
