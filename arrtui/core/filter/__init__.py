"""Filters as owners type them, the same in every table and in ``--run list``: ``year>2000 tag:4k -horror``.

``syntax`` splits the text into terms, ``fields`` says what a table can be asked for, ``matching`` makes the
test of a row out of both, ``completion`` offers names and values.
"""
