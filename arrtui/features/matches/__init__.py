"""Which custom formats the stored files of an instance match, and would match if formats changed."""
