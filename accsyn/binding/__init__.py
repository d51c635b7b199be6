"""Query and schema to a bound query: names, typed literals, operators, times."""
