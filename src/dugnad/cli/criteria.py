"""`dugnad criteria list|show|search|choose|export|recognise|due|feedback`: the criteria library on the command line."""

from __future__ import annotations

from importlib import import_module

import click

WHERE = {
    "list": "criteria_list",
    "show": "criteria_list",
    "due": "criteria_list",
    "search": "criteria_find",
    "choose": "criteria_find",
    "export": "criteria_export",
    "feedback": "criteria_feedback",
    "recognise": "criteria_recognise",
}
"""The module that holds each command; only the one that runs is imported."""


class Doors(click.Group):
    """Commands that lie in modules beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(WHERE)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in WHERE:
            return None
        found: click.Command = getattr(import_module(f"dugnad.cli.{WHERE[name]}"), f"{name}_command")
        return found


@click.command(cls=Doors)
def command() -> None:
    """The criteria library: list, show, search, choose, export."""
