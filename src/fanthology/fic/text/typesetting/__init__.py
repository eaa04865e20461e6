"""From a chapter of prose to Blocks: paragraphs, verse, letters, scene breaks, emphasis."""
