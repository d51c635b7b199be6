"""A local workspace, on one screen: ``make demo``.

Starts a small studio that is made up, asks it five questions through the command, explains one answer, watches a
transfer, and leaves nothing behind.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import accsyn
from accsyn.workspace.server import self_signed

ADMIN = "admin@example.com"
TABLE = ["--to", "table", "--limit", "5"]
QUESTIONS = (
    ["find", "Transfer WHERE status=failed AND created>-30d", "--fields", "name,status,size,user_hr", *TABLE],
    [
        "find",
        "Transfer WHERE name='* backup' AND size>2000000000",
        "--finished",
        "--fields",
        "name,status,size",
        *TABLE,
    ],
    ["find", "Transfer WHERE destination=lisa@example.com", "--finished", "--fields", "name,status,created", *TABLE],
    ["find", "Delivery WHERE status=waiting", "--fields", "name,user_hr,created", *TABLE],
    ["find", "Client WHERE status=offline", "--fields", "code,site_hr,os", *TABLE],
)


def command(arguments: list[str], options: list[str], environment: dict[str, str]) -> None:
    """Show a command and run it."""
    print(f"\n$ accsyn {shlex.join(arguments)}", flush=True)
    subprocess.run([sys.executable, "-m", "accsyn", *arguments, *options], env=environment, check=False)  # noqa: S603


def main() -> None:
    """The whole demo."""
    with tempfile.TemporaryDirectory() as folder, accsyn.Workspace(demo=True, seed=1, rate=25_000_000) as ws:
        certificate = self_signed(Path(folder))
        url = ws.serve(certificate=certificate)
        print(f"a studio at {url}, with a history that is made up")
        options = ["--hostname", "127.0.0.1", "--port", url.rpartition(":")[2], "--ca", str(certificate[0])]
        account = {"ACCSYN_WORKSPACE": ws.code, "ACCSYN_API_USER": ADMIN, "ACCSYN_API_KEY": ws.api_key()}
        environment = {**os.environ, **account}
        for question in QUESTIONS:
            command(question, options, environment)
        with ws.session() as session:
            query = accsyn.compile("Transfer WHERE status=failed AND size>5000000000")
            [record] = session.find("Transfer WHERE status=failed", limit=1) or [{}]
            print(f"\nWhy is {record['name']!r} in the answer to {query}, or not?\n{query.explain(record)}")
            ws.client()
            (ws.volume() / "aurora" / "comp" / "aurora_comp_v002.mov").write_bytes(b"film" * 12_500_000)
            job = session.create(
                "Transfer", {"source": "volume=projects/aurora/comp/aurora_comp_v002.mov", "destination": "/incoming/"}
            )
        command(["watch", job["id"], "--poll", "0.2"], options, environment)
    print("\nThe workspace and its files are gone. Your own: .venv/bin/accsyn serve --demo")


if __name__ == "__main__":
    main()
