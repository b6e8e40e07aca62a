pytest_plugins = [
    "spec.plugin",
    "spec.bench",
    "spec.selection",
    "spec.next_up",
    "spec.asking",
    "spec.shown.plugin",
    "spec.drawing.plugin",
]
