"""Reports on the scores of all instances, as CSV, JSON or one page that opens offline."""
