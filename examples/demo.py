"""What the compiler does, on one screen: ``make demo``.

Compiles the queries of queries.jsonl, shows a query from all sides, shows what wrong ones get, and filters the records
of records.json.
"""

from __future__ import annotations

import json
from pathlib import Path

import accsyn

HERE = Path(__file__).parent


def title(text: str) -> None:
    """Print a line that starts a part."""
    print(f"\n== {text}\n")


def compile_real_queries() -> None:
    """Compile queries from accsyn's documentation and from public integrations."""
    lines = (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines]
    findings = [(query, finding) for query in queries for finding in accsyn.compile(query).diagnostics]
    title(f"{len(queries)} real queries compile, with {len(findings)} warnings; one of each kind:")
    shown = set()
    for query, finding in findings:
        if finding.code not in shown:
            shown.add(finding.code)
            print(f"{finding.code}  {finding.message}\n        {query}")


def show_one_query() -> None:
    """Show a query as it is written, as it is understood, and as it goes to the server."""
    text = "transfer where (status<>done and created>2026-01-25) or name='* backup'"
    query = accsyn.compile(text)
    title("One query")
    print(f"written    {text}")
    print(f"canonical  {query}")
    print(f"REST text  {query.expression}")
    record = {"name": "Dailies", "status": "failed", "created": "2026-01-26T07:04:42"}
    print(f"\non {record}:\n{query.explain(record)}")


def show_mistakes() -> None:
    """Show what wrong queries get: every mistake at its place, with what to write instead."""
    title("A text that is no query")
    try:
        accsyn.compile("Transfer WHERE name=Project references AND user LIKE 'lisa%'")
    except accsyn.QueryError as error:
        print(error)
    title("A query that does not fit the schema")
    query = "Transfer WHERE staus=failed AND size=large"
    print(accsyn.render(accsyn.check(query), accsyn.Source(query)))


def bind_a_value() -> None:
    """Show that a value from outside stays a value."""
    title("A value from outside is never syntax")
    params = {"code": "x' OR role='admin"}
    print(accsyn.compile("User WHERE code=:code", params=params).expression)


def filter_records() -> None:
    """Filter records that are already here, with the same meaning."""
    records = json.loads((HERE / "records.json").read_text(encoding="utf-8"))
    query = accsyn.compile(
        "Transfer WHERE user=:user AND status IN (failed, aborted) AND size>=1000000000",
        params={"user": "lisa@example.com"},
    )
    found = list(query.filter(records))
    title(f"{query}: {len(found)} of {len(records)} records")
    for record in found:
        print(f"{record['code']:20} {record['status']:8} {record['size'] / 1e9:6.1f} GB  {record['user_hr']}")


if __name__ == "__main__":
    compile_real_queries()
    show_one_query()
    show_mistakes()
    bind_a_value()
    filter_records()
    print('\nNext: .venv/bin/accsyn explain "Transfer WHERE status=failed" --data examples/records.json')
