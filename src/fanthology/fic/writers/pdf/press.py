"""What the process runs that makes a PDF: JSON in, a PDF out. It is run by its path, so that it loads nothing else.

It is a process of its own because setting a long book takes hundreds of megabytes, which go with it when it ends.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

import typst

MOST_MEMORY = 4 * 1024**3
"""A million words take less than half of it. A text that is made to take more ends this process, not the machine."""


def main() -> None:
    with suppress(OSError, ValueError):  # not every system lets itself be told
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    written = sys.stdin.buffer.read()
    told = json.loads(written)
    compiler = typst.Compiler(
        Path(__file__).with_name("book.typ").read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=told["system_fonts"]),
        ignore_system_fonts=not told["system_fonts"],
        sys_inputs={"book": written.decode("utf-8")},
    )
    # a fixed day keeps the bytes the same
    made = compiler.compile(format="pdf", timestamp=told["timestamp"])
    sys.stdout.buffer.write(made if isinstance(made, bytes) else b"".join(made or ()))


if __name__ == "__main__":
    main()
