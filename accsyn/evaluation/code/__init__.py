"""A condition as the source of Python functions.

conditions.py    AND and OR: the source of `matches` and `filter`
comparisons.py   one comparison, and what several share
values.py        the test of a plain value, by the kind of literal and value
references.py    the test of a reference
texts.py         tests of text; the constants
paths.py         how an attribute is looked up
keys.py          when a name that was not found is not there in another case either
memo.py          answers that are kept
"""
