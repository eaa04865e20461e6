"""Readers of the files that Fanthology writes: EPUB, HTML, text, Markdown, Story JSON. What was written reads back.

Each knows its format by a mark that only Fanthology sets. The text is read from the pages, where a person may have
changed it; what is said about the story from the facts that the file carries.
"""
