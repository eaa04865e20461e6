from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from cli_files import write_story

from fanthology import __version__, cli
from fanthology.cli import commands, run
from fanthology.cli.commands import COMMANDS, Row
from fanthology.cli.context import home_of
from fanthology.cli.say import printable
from fanthology.fic.errors import FanthologyError


def test_help_names_every_command_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for row in COMMANDS:
        assert f"{row.name:<8}  {row.help}" in shown


def test_help_imports_no_command() -> None:
    script = (
        "import sys; from fanthology.cli import run; run(['--help']); "
        "from fanthology.cli.commands import COMMANDS; modules = [row.function.split(':')[0] for row in COMMANDS]; "
        "print([m for m in sys.modules if m in modules or m.startswith(('django', 'fanthology.archive'))])"
    )
    shown = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-1] == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"fanthology {__version__}\n"


def test_an_unknown_command_is_a_matter_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["raed"]) == 2
    assert "No such command 'raed'" in capsys.readouterr().err


def test_main_leaves_with_the_status() -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0


def _in_plain_words(ctx: typer.Context) -> None:
    raise FanthologyError(f"There is no archive in {home_of(ctx)}.\nMake one.")


def _with_a_fault() -> None:
    raise ZeroDivisionError


def _interrupted() -> None:
    raise KeyboardInterrupt


@pytest.fixture
def own_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        Row("complain", f"{__name__}:_in_plain_words", ""),
        Row("fault", f"{__name__}:_with_a_fault", ""),
        Row("stop", f"{__name__}:_interrupted", ""),
    )
    monkeypatch.setattr(commands, "COMMANDS", rows)


@pytest.mark.usefixtures("own_commands")
def test_an_error_for_people_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", "/srv/tales", "complain"]) == 1
    shown = capsys.readouterr()
    assert shown.err == "fanthology: There is no archive in /srv/tales. Make one.\n"
    assert shown.out == ""


@pytest.mark.usefixtures("own_commands")
def test_home_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FANTHOLOGY_HOME", "/srv/more")
    assert run(["complain"]) == 1
    assert "in /srv/more." in capsys.readouterr().err


@pytest.mark.usefixtures("own_commands")
def test_a_fault_of_ours_goes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        run(["fault"])


@pytest.mark.usefixtures("own_commands")
def test_an_interrupt_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stop"]) == 130
    assert capsys.readouterr().err == "fanthology: stopped.\n"


def test_a_reader_of_our_output_may_go_away(tmp_path: Path) -> None:
    for number in range(50):
        write_story(tmp_path, f"{number}.txt")
    script = "from fanthology.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", script, "read", "--json", tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_ctrl_c_in_the_middle(tmp_path: Path) -> None:
    """The real signal, while the command waits for a pipe that nobody writes to."""
    script = (
        "import signal, time, fanthology.cli as c, fanthology.cli.read as r; "
        # a test run started in the background passes an ignored SIGINT on
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "r.read_all = lambda *_: (print('ready', flush=True), time.sleep(60)); c.main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "read", tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"fanthology: stopped.\n"
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("naïve 薔薇 🌹", "naïve 薔薇 🌹"),
        ("a\x1b]0;x\x07b", "a\\x1b]0;x\\x07b"),
        ("caf\udce9 \ud800", "caf\\xe9 \\ud800"),
        ("two\nlines\tand", "two lines and"),
        ("\u202egnorw", "\\u202egnorw"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_nothing_that_is_printed_steers_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_terminal_that_lacks_the_letters(tmp_path: Path) -> None:
    write_story(tmp_path, "薔.txt")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    script = "from fanthology.cli import main; main()"
    shown = subprocess.run(
        [sys.executable, "-c", script, "read", tmp_path], check=True, capture_output=True, env=environment
    ).stdout
    assert b"\\u8594.txt" in shown
