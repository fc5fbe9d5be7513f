"""Files of titles on disk: where they are, what they are, and changes that lose nothing."""
