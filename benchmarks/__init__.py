"""What the project costs, measured beside its peers in the same run: ``python -m benchmarks``.

`queries` has the texts, `peers` the other libraries, `measure` the clock, `table` the rows and how they print; each
family of rows is a module in `families`. ``README.md`` in this folder says what each row means.
"""
