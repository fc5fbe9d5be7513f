"""Back up an instance: fetch, compare with what is stored, record a snapshot."""
