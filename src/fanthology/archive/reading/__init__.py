"""What readers keep for themselves: marks on works, what is never to be shown, saved searches."""
