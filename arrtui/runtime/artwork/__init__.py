"""Use cases of artwork and metadata: the phases as jobs, and what the owner decides."""
