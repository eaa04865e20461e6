"""Names as people begin to type them: an index of tags, creators and series beside that of works."""
