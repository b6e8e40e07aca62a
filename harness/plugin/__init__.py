"""pytest's side, one option a file."""

# lang comes first: the others say what their options do
OPTIONS = tuple(f"harness.plugin.{name}" for name in ("lang", "ladder", "benchmark", "todo", "next", "hint", "show"))
