"""The errors meant for people.

There are two families of error. A `FanthologyError` says in plain words what happened and what to do; the command
line prints it without a traceback and the site shows it on a page. Every other exception is a fault of ours and
crashes loudly.
"""


class FanthologyError(Exception):
    """Something a person can understand and act on. The message is a whole sentence, or several."""
