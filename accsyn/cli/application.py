"""The group of all commands: each is imported when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from accsyn.cli.ending import FAILURE, INTERRUPTED, complain, ended
from accsyn.cli.failure import did_you_mean
from accsyn.text import escape_for_display

COMMANDS = {
    "check": "Say what is wrong with queries.",
    "example": "Print a record that matches a query, and one that does not.",
    "explain": "Show what a query means.",
    "filter": "Pick the records of a file that match a query.",
    "fmt": "Write queries in their canonical form.",
    "lint": "Find bad queries in Python sources and query files.",
    "rule": "Say what a diagnostic means.",
    "schema": "Show the entity types and their attributes.",
    "serve": "Run a local workspace.",
    "test": "Run query test files.",
    "create": "Make an entity.",
    "delete": "Remove an entity.",
    "find": "Write what a query finds in a workspace.",
    "get": "Write one entity.",
    "login": "Put an account into the credentials file.",
    "ls": "List a folder of a share.",
    "update": "Change an entity.",
    "watch": "Watch jobs until they are done.",
    "whoami": "Say which account the commands use.",
}
"""Every command with its line in ``accsyn --help``: the module of a command is not imported to list it."""

WORKSPACE = frozenset({"create", "delete", "find", "get", "login", "ls", "update", "watch", "whoami"})
"""The commands that ask a workspace: ``accsyn --help`` lists them apart."""

_EPILOG = """\b
Examples:
  accsyn check "Transfer WHERE status=failed"
  accsyn explain "Transfer WHERE created>-7d"
  accsyn rule ACC202

A query that starts with - goes behind --. Exit codes: 0 fine, 1 findings, 2 a wrong call or an internal error."""


class Application(click.Group):
    """A group that imports a command when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"accsyn.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name.

        Raises:
            UsageError: There is none; the nearest names are offered.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help text."""
        for title, is_asking in (("Commands", False), ("Commands that ask a workspace", True)):
            with formatter.section(title):
                formatter.write_dl([each for each in COMMANDS.items() if (each[0] in WORKSPACE) is is_asking])

    def main(  # type: ignore[override] # one signature for the base class's two
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        **extra: Any,
    ) -> NoReturn:
        """Run the command and exit with its code.

        click's own `main` would expand ``*`` in queries on Windows, say "Aborted!" where Ctrl-C was pressed, and show
        what was typed as it is.
        """
        name = prog_name or "accsyn"
        if "_ACCSYN_COMPLETE" in os.environ:
            super().main(args=args, prog_name=name, complete_var=complete_var, **extra)
        arguments = list(sys.argv[1:] if args is None else args)
        sys.exit(ended(lambda: self._run(name, arguments)))

    def _run(self, name: str, arguments: list[str]) -> int:
        try:
            with self.make_context(name, arguments) as context:
                self.invoke(context)
        except click.exceptions.Exit as exit_:
            return exit_.exit_code
        except click.ClickException as error:
            return _report(error)
        except click.Abort:
            return INTERRUPTED
        return 0


def _report(error: click.ClickException) -> int:
    """Write what is wrong with the call to stderr; what the user typed is escaped."""
    lines = []
    context = getattr(error, "ctx", None)
    if isinstance(error, click.UsageError) and context is not None:
        lines += [*context.get_usage().split("\n"), f"Try '{context.command_path} --help' for help.", ""]
    lines.append(f"Error: {error.format_message()}")
    complain("\n".join(escape_for_display(line) for line in "\n".join(lines).split("\n")))
    return FAILURE


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    # Taken from where it is: modules of the package do not import its front door.
    click.echo(f"accsyn {sys.modules['accsyn'].__version__}")
    context.exit()


@click.command(
    cls=Application,
    name="accsyn",
    epilog=_EPILOG,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Say the version.")
@click.pass_context
def application(context: click.Context) -> None:
    """Check, explain and try accsyn queries without a server, and ask a workspace."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(FAILURE)
