"""The command line's front door: each module in this folder with a `command` is a command of the same name.

Modules are imported only when their command runs, so that `dugnad check` does not pay for the website.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from dugnad.errors import DugnadError

NOT_COMMANDS = {
    "__init__",
    "main",
    "show",
    "criteria_list",
    "criteria_find",
    "criteria_export",
    "criteria_feedback",
    "criteria_recognise",
    "desk_receive",
    "mail_listen",
}


class Folder(click.Group):
    """A group whose commands are the modules of this folder (`import_` is `import`)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = {path.stem for path in Path(__file__).parent.glob("*.py")} - NOT_COMMANDS
        return sorted(name.rstrip("_") for name in names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = f"{name}_" if (Path(__file__).parent / f"{name}_.py").exists() else name
        found: click.Command = import_module(f"dugnad.cli.{module}").command
        return found


@click.command(cls=Folder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dugnad")
def dugnad() -> None:
    """Follow-up of environmental and social responsibility in public procurement.

    Exit codes: 0 done; 1 done, and something needs attention; 2 wrong use or unreadable input.
    """


FAILED = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line; a known error is one plain line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # Norwegian letters whatever the surroundings say
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        dugnad.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Avbrutt.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(FAILED)
    except DugnadError as error:
        click.echo(f"dugnad: {error}", err=True)
        sys.exit(FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        click.echo(f"dugnad: {error.filename or 'output'}: {error.strerror or error}. Nothing was changed.", err=True)
        sys.exit(FAILED)
    except Exception:  # noqa: BLE001 - a fault of ours must not look like "something needs attention" (exit code 1)
        traceback.print_exc()
        click.echo("dugnad: this is a fault in dugnad. Please report it with the lines above.", err=True)
        sys.exit(FAILED)
