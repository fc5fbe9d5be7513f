"""Artwork and metadata of titles: what is found, chosen, published and kept."""
