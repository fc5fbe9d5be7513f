"""The screen of cures: settings that would have stopped what goes round, each as a recipe to copy."""
