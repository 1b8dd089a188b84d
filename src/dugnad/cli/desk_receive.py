"""`dugnad desk receive`: one mail on standard input, from a mail server's pipe; exit codes as in sysexits."""

from __future__ import annotations

import sys

import click

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
def receive(recipients: tuple[str, ...], return_path: str | None) -> None:
    """Take in one mail from standard input, for a mail server's pipe. Without --to, its own headers say to whom.

    The mail is kept before this command ends, and read by the worker afterwards. Exit codes: 0 kept; 64 wrong use;
    67 the address is not one of the support service; 75 not now, the mail server keeps the mail and comes again.
    """
    from dugnad.desk.mail_in import MOST_BYTES  # noqa: PLC0415 - only where it is needed

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    while sys.stdin.buffer.read(MOST_BYTES):  # a mail server that is cut short believes that it failed
        pass
    if not raw.strip():
        click.echo("dugnad: no mail on standard input.", err=True)
        sys.exit(WRONG_USE)
    sys.exit(kept(raw, list(recipients), return_path))


def kept(raw: bytes, recipients: list[str], return_path: str | None) -> int:
    """Keep it; whatever goes wrong here, the mail server still has the mail."""
    try:
        from dugnad.cli.people import start  # noqa: PLC0415

        start()
        return take_in(raw, recipients, return_path)
    except Exception as error:  # noqa: BLE001 - any fault of ours must leave the mail with the server
        click.echo(f"dugnad: the mail could not be kept now ({type(error).__name__}).", err=True)
        return COME_AGAIN


def take_in(raw: bytes, recipients: list[str], return_path: str | None) -> int:
    """Keep the mail, or say why not."""
    from dugnad.desk.mail_in import recipients_in  # noqa: PLC0415 - after Django is set up
    from dugnad.errors import Refused  # noqa: PLC0415
    from dugnad.records.actions.mail_receive import keep_arrival  # noqa: PLC0415

    try:
        keep_arrival(by=BY, raw=raw, recipients=recipients or recipients_in(raw), return_path=return_path)
    except Refused as refused:
        click.echo(f"dugnad: {refused.problem}", err=True)
        return NO_USER if refused.code == "unknown-address" else COME_AGAIN
    return DONE
