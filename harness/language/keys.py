"""The keys of records, by which a translation is found even where two of them say the same in English."""


def title(todo: int) -> str:
    """Of the title of a TODO."""
    return f"TODO {todo}"


def built(todo: int) -> str:
    """Of the sentence on what a TODO has built."""
    return f"TODO {todo}, built"


def claim(name: str) -> str:
    """Of the sentence of a claim."""
    return f"claim {name}"


def slip(class_name: str, name: str, part: str) -> str:
    """Of a part of a slip: its title, mistake or hint."""
    return f"slip {class_name}.{name}, {part}"


def hint(name: str, step: int) -> str:
    """Of a step of a hint."""
    return f"hint {name}, {step}"


def remedy(name: str) -> str:
    """Of the advice of a remedy."""
    return f"remedy {name}"


def docstring(file: str, name: str) -> str:
    """Of a docstring of the skeleton: of a class, or Class.method."""
    return f"docstring {file}.{name}"
