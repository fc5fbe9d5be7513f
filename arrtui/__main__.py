"""``python -m arrtui`` is ``arrtui``."""

from arrtui.cli.main import main

main()
