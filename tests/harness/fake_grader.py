"""python -m harness grade, but that no code of a submission is run: all claims hold of each.

It breaks down over a submission that is called "breaks", is killed by one that is called "kills", and does not end with
one that is called "endless".
"""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from unittest.mock import patch

from grades import DONE, claims_of

from harness.grading import command
from harness.grading.grade import Isolation
from harness.grading.judged import Judged
from harness.grading.shards import shard
from spec.ladder import LADDER

ALL_HELD = {todo.number: tuple(claim for claim in claims_of(DONE) if claim.todo == todo.number) for todo in LADDER}


class FakeZygote:
    def close(self):
        pass


class FakeGrader:
    drawn = tuple(ALL_HELD)

    def judge(self, submission, todo, zygote, seed, left):
        if submission.name == "breaks":
            os._exit(1)
        if submission.name == "kills":
            os.kill(os.getppid(), signal.SIGKILL)
        if submission.name == "endless":
            time.sleep(1000)
        return Judged(ALL_HELD[todo.number])


if __name__ == "__main__":
    with (
        patch.object(shard.Grader, "of", lambda root: FakeGrader()),
        patch.object(shard.Sandbox, "begin", lambda self: lambda: (FakeZygote(), Isolation("full"))),
        patch.object(shard.Sandbox, "start", lambda self: (FakeZygote(), Isolation("full"))),
    ):
        sys.exit(command.main(ArgumentParser(), sys.argv[1:]))
