"""Cures of loops: changes of settings that would have stopped grabs in vain, and what else each would do."""
