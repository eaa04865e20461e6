"""Reads what FanFicFare writes: EPUB, HTML and plain text, and knows the description beside them."""
