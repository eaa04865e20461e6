"""EPUBs: opening one safely (`package`), and the readers of those whose program is known or not."""
