"""Title folders before and after an operation, on a simulated app with a real folder."""
