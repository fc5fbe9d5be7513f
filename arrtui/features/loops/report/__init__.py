"""Reports on chains of releases, as CSV, JSON or one page that opens offline."""
