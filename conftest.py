pytest_plugins = ["spec.plugin", "spec.bench", "spec.shown.plugin", "spec.drawing.plugin"]
