"""pytest's side, one option a file."""

# lang comes first: the others say what their options do
NAMES = ("lang", "ladder", "benchmark", "todo", "next", "hint", "reset", "show")
OPTIONS = tuple(f"harness.plugin.{name}" for name in NAMES)
