"""From a case to an outcome, in this process. With the rooms below, it is all of the engine that a sandbox may read."""
