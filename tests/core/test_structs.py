"""Types that several threads decode at once are described before any of them does."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys, threading, msgspec
sys.setswitchinterval(1e-6)
import arrtui.clients.wire, arrtui.core.domain, arrtui.core.events, arrtui.features.sync.model
modules = [arrtui.clients.wire, arrtui.core.domain, arrtui.core.events, arrtui.features.sync.model]
types = [
    kind for module in modules for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
]
assert len(types) > 40
start = threading.Barrier(8)

def decode():
    start.wait()
    for kind in types:
        body = msgspec.json.encode(dict.fromkeys(reversed(kind.__struct_encode_fields__)))
        try:
            msgspec.json.decode(body, type=kind)
        except msgspec.ValidationError:
            pass

threads = [threading.Thread(target=decode) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_decode_a_type_for_the_first_time_do_not_end_the_process() -> None:
    for _ in range(4):
        assert subprocess.run([sys.executable, "-c", SCRIPT], check=False).returncode == 0
