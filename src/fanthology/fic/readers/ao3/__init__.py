"""Works of the Archive of Our Own and of every site that runs its program, otwarchive: HTML and EPUB downloads of all
years, and saved pages."""
