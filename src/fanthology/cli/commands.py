"""The table of commands, and the group that imports a command's module only when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its name, where its function is (``module:function``), and what it does in one line."""

    name: str
    function: str
    help: str


COMMANDS = (
    Row("read", "fanthology.cli.read:read", "Show what files hold, or print it as Story JSON."),
    Row("convert", "fanthology.cli.convert:convert", "Make an EPUB straight from a file, without an archive."),
    Row("import", "fanthology.cli.import_:import_", "Bring files and folders into the archive."),
    Row("undo", "fanthology.cli.undo:undo", "Take a whole intake back out of the archive."),
    Row("serve", "fanthology.cli.serve:serve", "Serve the archive's site to a browser."),
    Row("search", "fanthology.cli.search:search", "Find works in the archive."),
    Row("download", "fanthology.cli.download:download", "Write a work of the archive to a file."),
    Row("export", "fanthology.cli.export:export", "Write the archive as files that outlive this program."),
    Row("reindex", "fanthology.cli.reindex:reindex", "Build the search index anew."),
    Row("reread", "fanthology.cli.reread:reread", "Read the kept originals again with the present readers."),
    Row("gather", "fanthology.cli.gather:gather", "Join the parts of stories, and propose copies."),
    Row("enrich", "fanthology.cli.enrich:enrich", "Infer anew what seems to be so of the works that are here."),
    Row("canon", "fanthology.cli.canon:canon", "Say what is known of fandoms, or learn from the archive's tags."),
    Row("audit", "fanthology.cli.audit:audit", "Say what was done by whom, and whether that log is whole."),
    Row("withdraw", "fanthology.cli.withdraw:withdraw", "Withdraw works that their authors take back."),
    Row("remove", "fanthology.cli.withdraw:remove", "Put works in the trash."),
    Row("refuse", "fanthology.cli.withdraw:refuse", "Bring nothing in any more of a creator, an address, a file."),
    Row("backup", "fanthology.cli.backup:backup", "Back the archive up to a folder or to S3, while it runs."),
    Row("restore", "fanthology.cli.restore:restore", "Get an archive back from a backup."),
    Row("check", "fanthology.cli.check:check", "Check that everything is there and as it was."),
    Row("keeper", "fanthology.cli.keeper:keeper", "Make or change the account of the archive's keeper."),
)


class CommandTable(TyperGroup):
    """A group of commands that knows their names and one line of help without importing any of them.

    The contexts are typed as Any because typer keeps the class that its own methods take private.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.rows = {row.name: row for row in COMMANDS}

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.rows)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        row = self.rows.get(cmd_name)
        return None if row is None else load(row)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(row.name, row.help) for row in self.rows.values()])


def load(row: Row) -> Any:
    """Import a command's function and make the command of it."""
    module, _, function = row.function.partition(":")
    one = typer.Typer(add_completion=False, rich_markup_mode=None)
    one.command(row.name)(getattr(import_module(module), function))
    return typer.main.get_command(one)
