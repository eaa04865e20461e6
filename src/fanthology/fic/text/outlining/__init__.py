"""What is what in a Document: header, notes, headings, prose; and what the header states."""
