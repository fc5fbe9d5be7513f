"""The tasks of ``--run``, one module each."""
