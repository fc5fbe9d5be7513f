"""The tab of cutoffs: which profiles never stop searching, and what else they could want."""
