"""A process that watches its parent's pipe: called at its end, and ended by force when that does not help."""

import os
import subprocess
import sys
import threading
import time

from tests.shell.hub_process import ROOT
from wallboard.shell.parent import GRACE_S

STUCK = """
import time
from wallboard.shell.parent import when_parent_ends
when_parent_ends(lambda: print("told", flush=True), 3)
print("begun", flush=True)
time.sleep(60)
"""


def test_that_words_on_the_pipe_are_not_its_end() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.stdin.write("still here\n")
    process.stdin.flush()
    time.sleep(0.3)
    assert process.poll() is None
    closed = time.monotonic()
    process.stdin.close()
    assert process.wait(GRACE_S + 2) == 3, "a stuck process is ended by force"
    assert time.monotonic() - closed < 3
    assert process.stdout.read() == "told\n"
    process.stdout.close()


def test_that_a_pipe_of_a_dead_parent_is_closed_to_its_child() -> None:
    """The kernel closes the pipe whatever ended the parent: that is what all of this rests on."""
    ours, theirs = os.pipe()
    middle = subprocess.Popen(
        [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"],
        pass_fds=(theirs,),
        stdout=subprocess.PIPE,
    )
    os.close(theirs)
    assert middle.stdout is not None and middle.stdout.readline() == b"up\n"
    seen = threading.Event()
    reader = threading.Thread(target=lambda: (os.read(ours, 1), seen.set()))
    reader.start()
    middle.kill()
    assert seen.wait(3)
    reader.join()
    middle.wait()
    middle.stdout.close()
    os.close(ours)
