"""A way back: backups, restoring them, and checking that an archive is whole."""
