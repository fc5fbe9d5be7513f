"""``python -m arrtui.core.matching.worker``: do search tasks from standard input until it ends.

It ends with the process that started it, however that ends, as its input does.
"""

from __future__ import annotations

import os
import sys

from arrtui.core.matching.tasks import FRAME, answers_to_bytes, framed, search, task_from_bytes


def main() -> None:
    """Answer each task on standard output, at a low priority."""
    if hasattr(os, "nice"):
        os.nice(10)
    while head := sys.stdin.buffer.read(FRAME):
        task = task_from_bytes(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        sys.stdout.buffer.write(framed(answers_to_bytes(search(task))))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
