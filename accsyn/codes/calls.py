"""ACC510 to ACC559: Python code that holds queries, found by ``accsyn lint``.

The examples are pieces of Python; ``session`` in them is an `accsyn.Session`.
"""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class QuotedInterpolation(Code):
    """A value is put between the quotes of a query, and can break out of them.

    `O'Brien` ends the string early, and `x' OR role='admin` finds what nobody asked for. A parameter is data whatever
    it holds: write `:code` without quotes, and pass the value with `params=`.

    The fix does that. It is safe where the operator knows no wildcards; with `=` and IN a `*` in the value is a
    wildcard before and an ordinary character after it, so somebody should look.

    Numbers, days, constants that are in the file, and values whose quotes were taken out are not reported.

    Bad:
        session.find(f"User WHERE code='{code}'")

        session.find("User WHERE code='%s'" % code)

        session.find_one('Transfer WHERE name CONTAINS "' + name + '"')

    Good:
        session.find("User WHERE code=:code", params={"code": code})

        session.find(f"Transfer WHERE size>'{int(size)}'")
    """

    code = "ACC510"
    name = "quoted-interpolation"
    language = "python"


class UnquotedInterpolation(Code):
    """A value is put into a query without quotes.

    A blank, a comma or a parenthesis in the value makes another query of it, or none. A parameter is data whatever it
    holds: write `:user`, and pass the value with `params=`.

    The fix does that, and somebody should look: bare text may be `null`, a wildcard or several items of a list, where
    a parameter is a text.

    Numbers, and constants that are in the file, are not reported.

    Bad:
        session.find(f"Transfer WHERE user={user}")

        session.find("Task WHERE job.id={}".format(job["id"]))

        session.find_one("User WHERE code=" + code)

    Good:
        session.find("Transfer WHERE user=:user", params={"user": user})

        session.find(f"Transfer WHERE size>{len(files)}")
    """

    code = "ACC511"
    name = "unquoted-interpolation"
    language = "python"


class ForgottenPrefix(Code):
    """The braces of a query were meant to be filled in.

    There is a name such as the one between the braces, and nothing fills it in: the `f` before the string is missing.
    A parameter does it better.

    Bad:
        def find_user(session, code):
            return session.find_one("User WHERE code={code}")

    Good:
        def find_user(session, code):
            return session.find_one("User WHERE code=:code", params={"code": code})
    """

    code = "ACC512"
    name = "forgotten-prefix"
    language = "python"


class FinishedNotAskedFor(Code):
    """The query looks for finished jobs, and the call does not ask for them.

    A plain `find` never returns jobs that are done or aborted: pass `finished=True`, and `archived=True` for what is
    older than 14 days. `find_one` looks among finished jobs by itself.

    Bad:
        session.find("Transfer WHERE status=done")

    Good:
        session.find("Transfer WHERE status=done", finished=True)

        session.find_one("Transfer WHERE status=done")
    """

    code = "ACC513"
    name = "finished-not-asked-for"
    language = "python"
    severity = Severity.WARNING


class ListUsedAsRecord(Code):
    """The answer of `find` is used like a single record.

    `find` returns a list, also where it finds one record or none. `find_one` returns a record, or None.

    Bad:
        session.find("User WHERE code=:c", params={"c": code})["id"]

        users = session.find("User")
        print(users["code"])

    Good:
        user = session.find_one("User WHERE code=:c", params={"c": code})
        if user is not None:
            print(user["id"])

        for user in session.find("User"):
            print(user["code"])
    """

    code = "ACC514"
    name = "list-used-as-record"
    language = "python"


class RecordWithoutCheck(Code):
    """What `find_one` returns is used without a look whether it found anything.

    It returns None where nothing matches, and the next line is a TypeError that says nothing about the query.

    Bad:
        user = session.find_one("User WHERE code=:c", params={"c": code})
        print(user["id"])

        session.find_one("Queue WHERE name=medium")["id"]

    Good:
        user = session.find_one("User WHERE code=:c", params={"c": code})
        if user is None:
            raise LookupError(code)
        print(user["id"])
    """

    code = "ACC515"
    name = "record-without-check"
    language = "python"
    severity = Severity.WARNING


class UnknownArgument(Code):
    """The method of the session has no such argument, or not so many.

    What `accsyn.Session` has beside the official client is not there in code that imports `accsyn_api`.

    Bad:
        session.find("Task", parent=job_id)

        session.find_one("User", limit=1)

        session.get_entity("transfer")

    Good:
        session.find("Task", entityid=job_id)

        session.find("User", limit=1)
    """

    code = "ACC516"
    name = "unknown-argument"
    language = "python"


class UnknownMethod(Code):
    """A session has no such method.

    Older documentation names some that never came, and `iter`, `wait` and others are not there in the official client.

    Bad:
        session.publish({"files": files})

        session.find_many("User")

    Good:
        session.prepublish([{"path": path}])

        session.find("User")
    """

    code = "ACC517"
    name = "unknown-method"
    language = "python"


class DeprecatedCall(Code):
    """The method or argument still works and has a successor.

    Bad:
        session.update_one("transfer", transfer_id, {"status": "paused"})

        session.offline_one("volume", volume_id)

        session.find("User", offline=True)

        session.get_entity("job", job_id)

    Good:
        session.update("transfer", transfer_id, {"status": "paused"})

        session.deactivate_one("volume", volume_id)

        session.find("User", inactive=True)
    """

    code = "ACC518"
    name = "deprecated-call"
    language = "python"
    severity = Severity.WARNING


class MissingParent(Code):
    """Tasks and files are created within something, and the call does not say within what.

    Pass the id of the job, the collection or the delivery as `entityid`.

    Bad:
        session.create("task", {"tasks": {"0": {"source": source}}})

        session.create("file", {"files": files})

    Good:
        session.create("task", {"tasks": {"0": {"source": source}}}, job_id)

        session.create("file", {"files": files}, entityid=collection_id)
    """

    code = "ACC519"
    name = "missing-parent"
    language = "python"


class SessionInLoop(Code):
    """A session is made anew for each turn of a loop.

    Each one logs in. A session is made once and used for everything; it may be used by several threads. Loops that end
    early, and sessions whose arguments may change from turn to turn, are not reported.

    Bad:
        import accsyn
        for code in codes:
            session = accsyn.Session()
            session.find_one("User WHERE code=:c", params={"c": code})

    Good:
        import accsyn
        session = accsyn.Session()
        for code in codes:
            session.find_one("User WHERE code=:c", params={"c": code})
    """

    code = "ACC520"
    name = "session-in-loop"
    language = "python"
    severity = Severity.WARNING


class EndlessPolling(Code):
    """A loop asks for a status again and again, and never gives up.

    A job that is paused, or gone, keeps it running for ever. `wait` polls with a deadline, and looks among finished
    jobs too. A loop that does something else beside waiting, such as a service, is not reported.

    Bad:
        while session.get_entity("transfer", job_id)["status"] != "done":
            time.sleep(5)

    Good:
        session.wait("Transfer WHERE id=:id", params={"id": job_id}, timeout=3600)

        deadline = time.monotonic() + 3600
        while time.monotonic() < deadline:
            job = session.get_entity("transfer", job_id)
            time.sleep(5)
    """

    code = "ACC521"
    name = "endless-polling"
    language = "python"
    severity = Severity.WARNING


class FilteredInPython(Code):
    """Everything is fetched, and most of it thrown away.

    The condition could stand in the query, so that the server sends only what is wanted.

    Bad:
        [job for job in session.find("Transfer") if job["status"] == "failed"]

        for job in session.find("Transfer"):
            if job["status"] in ("failed", "paused"):
                print(job["id"])

    Good:
        session.find("Transfer WHERE status=failed")

        [job for job in session.find("Transfer") if is_old(job)]
    """

    code = "ACC522"
    name = "filtered-in-python"
    language = "python"
    severity = Severity.WARNING


class UnusedSuppression(Code):
    """A comment suppresses a finding that is not there.

    What it was for is gone, or the code is misspelled. Remove it, so that it hides nothing that comes later.

    Bad:
        session.find("User")  # accsyn: ignore[ACC202] legacy attribute

        session.find("User")  # noqa: ACC202

    Good:
        session.find("Transfer WHERE state=failed")  # accsyn: ignore[ACC202] legacy attribute
    """

    code = "ACC550"
    name = "unused-suppression"
    language = "python"
    severity = Severity.WARNING
