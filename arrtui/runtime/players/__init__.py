"""Use cases of players: told of what changes, and checked."""
