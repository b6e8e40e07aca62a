"""The TODOs, a row each."""

from harness.course import Todo

LADDER = (
    Todo(1, 1, "A bigram table", ("GPTVer1",)),
    Todo(2, 1, "Averaging the past, with loops", ("HeadVer1", "GPTVer2")),
    Todo(3, 1, "Averaging as a matrix product", ("HeadVer2",)),
    Todo(4, 1, "Averaging by mask and softmax", ("HeadVer3",)),
    Todo(5, 1, "Self-attention", ("HeadVer4",)),
    Todo(6, 1, "Positional encodings", ("GPTVer3",)),
    Todo(7, 2, "Multi-head attention", ("MultiHeadVer1", "MultiHeadVer2")),
    Todo(8, 2, "Feed-forward, residual connections", ("FeedForward", "BlockVer1", "BlockVer2")),
    Todo(9, 2, "Layer normalization", ("LayerNorm", "BlockVer3")),
    Todo(10, 2, "Dropout", ("BlockVer4",)),
)
