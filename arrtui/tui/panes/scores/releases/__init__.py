"""What the indexers of an app have of a title, judged; nothing is grabbed unless it is chosen."""
