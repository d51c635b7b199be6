"""What a query means on a record, offline.

values.py       what a record's value is: missing, number, text, moment in time
wildcards.py    text equality, with and without ``*``
operators.py    the meaning of every operator on one value, once
paths.py        a dotted path through dictionaries and lists
references.py   the texts that a reference offers, and how they compare
clauses.py      one bound comparison, prepared to be asked many times
interpreter.py  AND and OR over them: `matches`, `filter_records`
explain.py      why a record matches or not; how many records each clause keeps
records.py      records from files: JSON, NDJSON, CSV
"""
