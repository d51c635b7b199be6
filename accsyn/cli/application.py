"""The group of all commands: each is imported when it is called, and every way to end gets its exit code here."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

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

FINDINGS, FAILURE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141

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
        sys.exit(self._run(name, list(sys.argv[1:] if args is None else args)))

    def _run(self, name: str, arguments: list[str]) -> int:
        try:
            with self.make_context(name, arguments) as context:
                self.invoke(context)
        except click.exceptions.Exit as exit_:
            return _flushed(exit_.exit_code)
        except click.ClickException as error:
            return _flushed(_report(error))
        except (KeyboardInterrupt, click.Abort):
            return INTERRUPTED
        except OSError as error:
            return _output_failed(error)
        except ModuleNotFoundError:
            raise
        except Exception as error:  # noqa: BLE001, RUF100 - said in one sentence; the traceback on demand
            return _flushed(_internal_error(error))
        return _flushed(0)


def _flushed(code: int) -> int:
    """The exit code, once everything is written."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        return _output_failed(error)
    return code


def _report(error: click.ClickException) -> int:
    """Write what is wrong with the call to stderr; what the user typed is escaped."""
    lines = []
    context = getattr(error, "ctx", None)
    if isinstance(error, click.UsageError) and context is not None:
        lines += [*context.get_usage().split("\n"), f"Try '{context.command_path} --help' for help.", ""]
    lines.append(f"Error: {error.format_message()}")
    _complain("\n".join(escape_for_display(line) for line in "\n".join(lines).split("\n")))
    return FAILURE


def _internal_error(error: Exception) -> int:
    if os.environ.get("ACCSYN_DEBUG"):
        import traceback

        _complain(traceback.format_exc().rstrip("\n"))
        return FAILURE
    what = escape_for_display(f"{type(error).__name__}: {error}"[:500])
    _complain(f"Error: this is a fault in accsyn itself, please report it: {what} (ACCSYN_DEBUG=1 shows where)")
    return FAILURE


def _complain(text: str) -> None:
    """Write to stderr, whatever its encoding; nowhere if it is closed."""
    try:
        click.echo(text.encode(_encoding(), "backslashreplace").decode(_encoding()), err=True)
    except OSError:
        _forget(sys.stderr)


def _encoding() -> str:
    return getattr(sys.stderr, "encoding", None) or "utf-8"


def _output_failed(error: OSError) -> int:
    """The output cannot be written: quietly where its reader has gone, else with the reason."""
    _forget(sys.stdout)
    if error.errno in (errno.EPIPE, errno.ESHUTDOWN):
        _forget(sys.stderr)
        return NOBODY_READS
    place = f"{error.filename}: " if error.filename else ""
    _complain(f"Error: {escape_for_display(f'{place}{error.strerror or error}')}")
    return FAILURE


def _forget(stream: Any) -> None:
    """Lead a stream that cannot be written nowhere, so that Python does not complain when it flushes it at the end."""
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


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
