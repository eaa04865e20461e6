"""The archive as files that outlive the program, and as what other archives import."""
