"""The archives that apps make of themselves: when one is due, fetched, kept, checked and sent back."""
