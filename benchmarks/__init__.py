"""What the project costs, measured beside its peers in the same run: ``python -m benchmarks``.

`queries` has the texts, `peers` the other libraries, `measure` the clock, `effort` how long, `table` the rows and how
they print; `families` names the function of each family of rows. ``README.md`` in this folder says what each row means.
"""
