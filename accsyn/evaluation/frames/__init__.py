"""Queries on data frames, through narwhals: one expression that an engine runs by itself.

frame.py        the front: `to_narwhals`, `filter_frame`
engines.py      the engines there are, and what their texts are like
columns.py      the columns of a frame as a record: kinds, structs, what is refused
characters.py   sets of characters, as Python's `re` has them
dialects.py     how an engine writes a regular expression
patterns.py     a regular expression of Python's in an engine's words
folding.py      text in the form in which it compares, on an engine whose own lower case is another
texts.py        the operators on text
numbers.py      the operators on numbers
times.py        the operators on moments, text that names one included
references.py   the texts that a reference offers
conditions.py   one comparison; AND and OR

An answer is that of `accsyn.evaluation.interpreter` for every row, or `UnsupportedByEngine`. Nothing here is imported
before a frame is filtered: narwhals belongs to an extra.
"""
