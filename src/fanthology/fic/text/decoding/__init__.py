"""From bytes to text: which encoding, and what of the text is damaged."""
