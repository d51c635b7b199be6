"""What the compiler can find fault with: a class for each diagnostic code, its docstring is its documentation.

``ACC1xx`` syntax (`accsyn.codes.syntax`; from ACC150 on: valid, but suspicious), ``ACC2xx`` names
(`accsyn.codes.names`), ``ACC3xx`` types and values (`accsyn.codes.values`), ``ACC4xx`` logic (`accsyn.codes.logic`),
``ACC5xx`` what goes to the server (`accsyn.codes.wire`) and, from ACC510 on, the calls that queries stand in
(`accsyn.codes.calls`), ``ACC6xx`` what the official client makes of them (`accsyn.codes.official`).
`accsyn.codes.catalog` lists them all.
"""
