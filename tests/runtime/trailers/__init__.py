"""The jobs and use cases of trailers, over a simulated app with a real folder."""
