"""pytest's side, one option a file."""

OPTIONS = tuple(f"harness.plugin.{name}" for name in ("ladder", "lang", "benchmark", "todo", "next", "hint", "show"))
