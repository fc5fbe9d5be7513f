"""Long trials of what must never happen: kill -9, full disks, faults, locks, lost terminals, planted keys.

``python -m tests.trials NAME`` runs one of them against simulated apps on loopback and prints counts. They
are no part of the test suite: each takes minutes. Every one is bounded and stops by itself.
"""
