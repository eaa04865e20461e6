"""What the writers of our own formats and their readers have in common, so that what is written reads back."""
