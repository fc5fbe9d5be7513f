"""What is sent to the terminal: only the cells that change, in as few bytes as they take."""
