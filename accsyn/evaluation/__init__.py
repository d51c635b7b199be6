"""What a query means on a record, offline.

values.py       what a record's value is: missing, number, text, moment in time
wildcards.py    text equality, with and without ``*``
operators.py    the meaning of every operator on one value, once
paths.py        a dotted path through dictionaries and lists
references.py   the texts that a reference offers, and how they compare
clauses.py      one bound comparison, prepared to be asked many times
interpreter.py  AND and OR over them: `Predicate`, `matches`
predicate.py    the same as one generated function; what `CompiledQuery` uses
code/           its source
objects.py      objects with attributes as records
explain.py      why a record matches or not; how many records each clause keeps
reasons.py      what a clause saw and what it wanted, in words
drawing.py      trees of clauses as text, Mermaid and SVG
records/        records from files: JSON, NDJSON, CSV, Parquet
frames/         the same on data frames, through narwhals
"""
