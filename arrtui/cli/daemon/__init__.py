"""The daemon: arrtui without a terminal for as long as the machine runs."""
