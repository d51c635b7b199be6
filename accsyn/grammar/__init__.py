"""From text to tree: the grammar, its tables, the parser that drives them, recovery after errors.

`query.lark` is the one definition of the language; everything else here is made from it or checked against it.
"""
