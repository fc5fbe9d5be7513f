"""The Artwork pane: titles × kinds of images, their candidates, locks, and the phases."""
