"""How works are told of in words, on pages and in files alike. Knows no request and no address."""
