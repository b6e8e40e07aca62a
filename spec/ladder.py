"""The TODOs, a row each."""

from harness.course import ReadyMade, Todo

ATTENTION = ReadyMade(
    "torch's own attention", frozenset({"scaled_dot_product_attention", "multi_head_attention_forward"})
)
NORM = ReadyMade(
    "torch's own LayerNorm",
    frozenset({"layer_norm", "native_layer_norm", "group_norm", "native_group_norm", "instance_norm", "batch_norm"}),
)
DROPOUT = ReadyMade("torch's own dropout", frozenset({"dropout"}), use="allowed")

LADDER = (
    Todo(
        1,
        1,
        "A bigram table",
        ("GPTVer1",),
        built="From one token alone, your model says how likely each next token is, and it writes.",
        questions=3,
    ),
    Todo(
        2,
        1,
        "Averaging the past, with loops",
        ("HeadVer1", "GPTVer2"),
        built="Each position now knows all tokens before it, as a mean, and your model can hold any such part.",
        questions=2,
    ),
    Todo(
        3,
        1,
        "Averaging as a matrix product",
        ("HeadVer2",),
        built="The loops are one matrix product now: row t of its weights says what position t takes from where.",
        questions=2,
        ready_made=(ATTENTION,),
    ),
    Todo(
        4,
        1,
        "Averaging by mask and softmax",
        ("HeadVer3",),
        built="The weights come from scores now: a mask hides the future, and softmax makes each row sum to 1.",
        questions=2,
        ready_made=(ATTENTION,),
    ),
    Todo(
        5,
        1,
        "Self-attention",
        ("HeadVer4",),
        built="The scores come from the tokens now: each position chooses where it looks, by queries and keys.",
        questions=3,
        ready_made=(ATTENTION,),
    ),
    Todo(
        6,
        1,
        "Positional encodings",
        ("GPTVer3",),
        built="Your model knows where each token stands: a wave of another length in each pair of features says it.",
        questions=3,
    ),
    Todo(
        7,
        2,
        "Multi-head attention",
        ("MultiHeadVer1", "MultiHeadVer2"),
        built="Several heads look at different things at once, and your second version needs no loop over them.",
        questions=3,
        ready_made=(ATTENTION,),
    ),
    Todo(
        8,
        2,
        "Feed-forward, residual connections",
        ("FeedForward", "BlockVer1", "BlockVer2"),
        built="You have a block that can be stacked: residual connections carry the gradient past each part.",
        questions=3,
    ),
    Todo(
        9,
        2,
        "Layer normalization",
        ("LayerNorm", "BlockVer3"),
        built="The input of each part keeps its scale, however deep your stack is.",
        questions=4,
        ready_made=(NORM,),
    ),
    Todo(
        10,
        2,
        "Dropout",
        ("BlockVer4",),
        built="This is the block of NanoGPT: it learns with noise, and answers without it.",
        questions=4,
        ready_made=(DROPOUT,),
    ),
)
