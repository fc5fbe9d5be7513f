"""The simulated apps' HTTP server: routing, authentication, errors, paging and injected faults."""
