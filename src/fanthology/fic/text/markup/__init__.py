"""HTML taken apart into character data and Marks, and the allow-list of what is let through."""
