"""Full-screen panes of the terminal application."""
