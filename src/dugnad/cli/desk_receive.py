"""`dugnad desk receive`: one mail on standard input, from a mail server's pipe; exit codes as in sysexits."""

from __future__ import annotations

import sys

import click

from dugnad.cli.show import json_option, print_json

DONE, WRONG_USE, NO_USER, COME_AGAIN = 0, 64, 67, 75
"""EX_OK, EX_USAGE, EX_NOUSER, EX_TEMPFAIL: what mail servers act on."""
BY = "command"


@click.command("receive")
@click.option(
    "--to", "recipients", multiple=True, help="The address that the mail was delivered to (Postfix: ${recipient})."
)
@click.option(
    "--from", "return_path", default=None, help='The return path (Postfix: ${sender}); "" is a server\'s own mail.'
)
@json_option
def receive(recipients: tuple[str, ...], return_path: str | None, *, as_json: bool) -> None:
    """Take in one mail from standard input, for a mail server's pipe. Without --to, its own headers say to whom.

    The mail is kept before this command ends, and read by the worker afterwards. Exit codes: 0 kept; 64 wrong use;
    67 the address is not one of the support service; 75 not now, the mail server keeps the mail and comes again.
    """
    from dugnad.desk.mail_in import MOST_BYTES  # noqa: PLC0415 - only where it is needed

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    while sys.stdin.buffer.read(MOST_BYTES):  # a mail server that is cut short believes that it failed
        pass
    code, problem = kept(raw, list(recipients), return_path) if raw.strip() else (WRONG_USE, "no mail came in.")
    if as_json:
        print_json({"kept": code == DONE, "exit_code": code, "problem": problem})
    elif problem:
        click.echo(f"dugnad: {problem}", err=True)
    sys.exit(code)


def kept(raw: bytes, recipients: list[str], return_path: str | None) -> tuple[int, str]:
    """Keep it: exit code and problem. Whatever goes wrong here, the mail server still has the mail."""
    try:
        from dugnad.cli.people import start  # noqa: PLC0415

        start()
        return take_in(raw, recipients, return_path)
    except Exception as error:  # noqa: BLE001 - any fault of ours must leave the mail with the server
        return COME_AGAIN, f"the mail could not be kept now ({type(error).__name__})."


def take_in(raw: bytes, recipients: list[str], return_path: str | None) -> tuple[int, str]:
    """Keep the mail, or say why not."""
    from dugnad.desk.mail_in import recipients_in  # noqa: PLC0415 - after Django is set up
    from dugnad.errors import Refused  # noqa: PLC0415
    from dugnad.records.actions.mail_receive import keep_arrival  # noqa: PLC0415

    try:
        keep_arrival(by=BY, raw=raw, recipients=recipients or recipients_in(raw), return_path=return_path)
    except Refused as refused:
        return (NO_USER if refused.code == "unknown-address" else COME_AGAIN), refused.problem
    return DONE, ""
