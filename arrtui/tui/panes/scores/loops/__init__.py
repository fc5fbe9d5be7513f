"""The tab of loops: what is downloaded again and again, and each chain of releases in full."""
