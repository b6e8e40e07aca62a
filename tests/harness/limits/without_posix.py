"""Runs pytest as on Windows, as far as that can be had elsewhere: what only POSIX has is gone from Python.

What the course needs is imported before: only the engine, the course and a student's files do without.
"""

import importlib
import os
import signal
import sys

LIBRARIES = (
    "hypothesis",
    "jinja2",
    "platformdirs.unix",
    "pytest_benchmark.plugin",
    "rich.console",
    "safetensors.torch",
    "torch",
    "xdist.plugin",
)
MODULES = "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"
OF_OS = (
    "fork getuid geteuid getgid getloadavg getpgid killpg mkfifo nice register_at_fork sched_getaffinity setsid uname"
)
OF_SIGNAL = "alarm getitimer pause pthread_kill pthread_sigmask setitimer siginterrupt sigwait"
SIGNALS = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"}  # those that Windows has

for library in LIBRARIES:
    importlib.import_module(library)
for name in MODULES:
    sys.modules[name] = None
for name in OF_OS.split():
    delattr(os, name)
for name in (*OF_SIGNAL.split(), *(name for name in vars(signal) if name.startswith(("SIG", "ITIMER")))):
    if name not in SIGNALS and name not in ("SIG_DFL", "SIG_IGN"):
        delattr(signal, name)

sys.exit(sys.modules["pytest"].main(sys.argv[1:]))
