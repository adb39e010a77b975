"""What happens while a person waits: a line that says what is being done, and a way out."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adrgraph.cli.output import is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE = 1.0
_TICK = 0.1
_GRACE = 0.5
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


@contextmanager
def waiting(stage: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done once it has taken a second; Ctrl-C ends it wherever it is.

    The function that is given tells the next stage.
    """
    stages = [stage]
    done = threading.Event()
    line = threading.Thread(target=_show, args=(stages, done), daemon=True)
    with _interruptible():
        if is_terminal(of="stderr"):
            line.start()
        try:
            yield stages.append
        finally:
            done.set()
            if line.ident is not None:
                line.join()


def _show(stages: list[str], done: threading.Event) -> None:
    if done.wait(_PATIENCE):
        return
    frame = 0
    while not done.wait(_TICK):
        sys.stderr.write(f"\r{_FRAMES[frame % len(_FRAMES)]} {stages[-1]} …\x1b[K")
        sys.stderr.flush()
        frame += 1
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process although the engine, which knows no interrupts, is at work."""
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return
    ear, mouth = os.pipe()
    os.set_blocking(mouth, False)
    before = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    done = threading.Event()
    threading.Thread(target=_listen, args=(ear, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()
        signal.set_wakeup_fd(before)
        os.close(mouth)  # ends the listener's read


def _listen(ear: int, done: threading.Event) -> None:
    heard = os.read(ear, 1)
    while heard and heard[0] != signal.SIGINT:
        heard = os.read(ear, 1)
    os.close(ear)
    # Python's own handler comes first: it cleans up. It never comes out of a long query.
    if heard and not done.wait(_GRACE):
        if is_terminal(of="stderr"):
            sys.stderr.write("\r\x1b[K")
        os._exit(130)
