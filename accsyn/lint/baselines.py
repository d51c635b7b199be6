"""What was accepted before: a document of findings, and what came since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from accsyn.errors import ConfigurationError
from accsyn.lint.reporters.places import items
from accsyn.lint.reports import Report


def baseline_of(reports: Iterable[Report]) -> str:
    """The findings of files as a document: a later run reports what is not in it."""
    found = sorted((item.path, item.diagnostic.code, item.fingerprint) for item in items(reports))
    rows = [{"path": path, "code": code, "fingerprint": fingerprint} for path, code, fingerprint in found]
    return json.dumps({"version": 1, "findings": rows}, indent=2) + "\n"


def without_baseline(reports: Iterable[Report], text: str) -> list[Report]:
    """The reports without the findings of a baseline. A finding stays known while its line does.

    Raises:
        ConfigurationError: The text is no baseline.
    """
    try:
        known = Counter(row["fingerprint"] for row in json.loads(text)["findings"])
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError("it is no baseline that accsyn lint wrote") from error
    left = []
    for report in reports:
        kept = []
        for item in items([report]):
            if known[item.fingerprint]:
                known[item.fingerprint] -= 1
            else:
                kept.append(item.diagnostic)
        left.append(report._replace(diagnostics=tuple(kept)))
    return left
