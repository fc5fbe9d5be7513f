"""The command line: arguments and headless runs."""
