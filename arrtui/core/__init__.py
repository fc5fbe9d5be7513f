"""What every layer speaks: configuration, domain, events, errors, paths."""
