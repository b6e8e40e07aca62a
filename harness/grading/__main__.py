"""python -m harness.grading SUBMISSION... --out DIR"""

import signal
import sys

if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # as a shell's background jobs have it
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing has to be put in order while torch loads
    from harness.grading.command import main

    sys.exit(main())
