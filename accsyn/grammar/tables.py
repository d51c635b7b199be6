"""The LALR(1) tables of the query language.

Generated from query.lark by `python -m accsyn.grammar.generate`; do not edit.

RULES       (left-hand side, number of parts, function of accsyn.grammar.builder)
STARTS      entry point -> first state
ACTIONS     state -> terminal -> n: shift and go to state n, ~n: reduce by rule n, None: accept
            ("$END" is the end of the text)
GOTOS       state -> left-hand side -> state
"""

from __future__ import annotations

RULES = (
    ('query', 1, 'entity_type'),  # 0: NAME
    ('query', 3, 'query'),  # 1: NAME WHERE disjunction
    ('expression', 1, 'expression'),  # 2: disjunction
    ('statement', 1, ''),  # 3: query
    ('statement', 1, ''),  # 4: expression
    ('disjunction', 1, ''),  # 5: conjunction
    ('disjunction', 1, 'or_end'),  # 6: or_chain
    ('or_chain', 3, 'or_first'),  # 7: conjunction OR conjunction
    ('or_chain', 3, 'or_next'),  # 8: or_chain OR conjunction
    ('conjunction', 1, ''),  # 9: term
    ('conjunction', 1, 'and_end'),  # 10: and_chain
    ('and_chain', 3, 'and_first'),  # 11: term AND term
    ('and_chain', 3, 'and_next'),  # 12: and_chain AND term
    ('term', 1, ''),  # 13: comparison
    ('term', 3, 'group'),  # 14: LPAR disjunction RPAR
    ('comparison', 3, 'comparison'),  # 15: NAME equality nullable
    ('comparison', 3, 'comparison'),  # 16: NAME relation value
    ('comparison', 3, 'membership'),  # 17: NAME IN list
    ('comparison', 4, 'no_membership'),  # 18: NAME NOT IN list
    ('equality', 1, 'symbol'),  # 19: EQUAL
    ('equality', 1, 'symbol'),  # 20: NOT_EQUAL
    ('relation', 1, 'symbol'),  # 21: LESS
    ('relation', 1, 'symbol'),  # 22: GREATER
    ('relation', 1, 'symbol'),  # 23: LESS_EQUAL
    ('relation', 1, 'symbol'),  # 24: GREATER_EQUAL
    ('relation', 1, 'word'),  # 25: CONTAINS
    ('relation', 1, 'word'),  # 26: MATCHES
    ('relation', 2, 'no_word'),  # 27: NOT CONTAINS
    ('relation', 2, 'no_word'),  # 28: NOT MATCHES
    ('value', 1, 'quoted'),  # 29: QUOTED
    ('value', 1, 'bare'),  # 30: BARE
    ('value', 1, 'parameter'),  # 31: PARAMETER
    ('nullable', 1, ''),  # 32: value
    ('nullable', 1, 'null'),  # 33: NULL
    ('list', 1, 'open_list'),  # 34: items
    ('list', 3, 'closed_list'),  # 35: LPAR items RPAR
    ('items', 1, 'items_first'),  # 36: nullable
    ('items', 3, 'items_next'),  # 37: items COMMA nullable
)

STARTS = {'query': 0, 'expression': 1, 'statement': 2}

ACTIONS: tuple[dict[str, int | None], ...] = (
    {'NAME': 3},  # 0
    {'LPAR': 5, 'NAME': 6},  # 1
    {'LPAR': 5, 'NAME': 14},  # 2
    {'$END': -1, 'WHERE': 18},  # 3
    {'$END': None},  # 4
    {'LPAR': 5, 'NAME': 6},  # 5
    {'CONTAINS': 20, 'EQUAL': 21, 'GREATER': 22, 'GREATER_EQUAL': 23, 'IN': 24, 'LESS': 25, 'LESS_EQUAL': 26, 'MATCHES': 27, 'NOT': 28, 'NOT_EQUAL': 29},  # 6
    {'$END': -11, 'AND': 32, 'OR': -11, 'RPAR': -11},  # 7
    {'$END': -14, 'AND': -14, 'OR': -14, 'RPAR': -14},  # 8
    {'$END': -6, 'OR': 33, 'RPAR': -6},  # 9
    {'$END': -3},  # 10
    {'$END': None},  # 11
    {'$END': -7, 'OR': 34, 'RPAR': -7},  # 12
    {'$END': -10, 'AND': 35, 'OR': -10, 'RPAR': -10},  # 13
    {'$END': -1, 'CONTAINS': 20, 'EQUAL': 21, 'GREATER': 22, 'GREATER_EQUAL': 23, 'IN': 24, 'LESS': 25, 'LESS_EQUAL': 26, 'MATCHES': 27, 'NOT': 28, 'NOT_EQUAL': 29, 'WHERE': 18},  # 14
    {'$END': -5},  # 15
    {'$END': -4},  # 16
    {'$END': None},  # 17
    {'LPAR': 5, 'NAME': 6},  # 18
    {'RPAR': 37},  # 19
    {'BARE': -26, 'PARAMETER': -26, 'QUOTED': -26},  # 20
    {'BARE': -20, 'NULL': -20, 'PARAMETER': -20, 'QUOTED': -20},  # 21
    {'BARE': -23, 'PARAMETER': -23, 'QUOTED': -23},  # 22
    {'BARE': -25, 'PARAMETER': -25, 'QUOTED': -25},  # 23
    {'BARE': 38, 'LPAR': 39, 'NULL': 40, 'PARAMETER': 41, 'QUOTED': 42},  # 24
    {'BARE': -22, 'PARAMETER': -22, 'QUOTED': -22},  # 25
    {'BARE': -24, 'PARAMETER': -24, 'QUOTED': -24},  # 26
    {'BARE': -27, 'PARAMETER': -27, 'QUOTED': -27},  # 27
    {'CONTAINS': 47, 'IN': 48, 'MATCHES': 49},  # 28
    {'BARE': -21, 'NULL': -21, 'PARAMETER': -21, 'QUOTED': -21},  # 29
    {'BARE': 38, 'NULL': 40, 'PARAMETER': 41, 'QUOTED': 42},  # 30
    {'BARE': 38, 'PARAMETER': 41, 'QUOTED': 42},  # 31
    {'LPAR': 5, 'NAME': 6},  # 32
    {'LPAR': 5, 'NAME': 6},  # 33
    {'LPAR': 5, 'NAME': 6},  # 34
    {'LPAR': 5, 'NAME': 6},  # 35
    {'$END': -2},  # 36
    {'$END': -15, 'AND': -15, 'OR': -15, 'RPAR': -15},  # 37
    {'$END': -31, 'AND': -31, 'COMMA': -31, 'OR': -31, 'RPAR': -31},  # 38
    {'BARE': 38, 'NULL': 40, 'PARAMETER': 41, 'QUOTED': 42},  # 39
    {'$END': -34, 'AND': -34, 'COMMA': -34, 'OR': -34, 'RPAR': -34},  # 40
    {'$END': -32, 'AND': -32, 'COMMA': -32, 'OR': -32, 'RPAR': -32},  # 41
    {'$END': -30, 'AND': -30, 'COMMA': -30, 'OR': -30, 'RPAR': -30},  # 42
    {'$END': -35, 'AND': -35, 'COMMA': 57, 'OR': -35, 'RPAR': -35},  # 43
    {'$END': -18, 'AND': -18, 'OR': -18, 'RPAR': -18},  # 44
    {'$END': -37, 'AND': -37, 'COMMA': -37, 'OR': -37, 'RPAR': -37},  # 45
    {'$END': -33, 'AND': -33, 'COMMA': -33, 'OR': -33, 'RPAR': -33},  # 46
    {'BARE': -28, 'PARAMETER': -28, 'QUOTED': -28},  # 47
    {'BARE': 38, 'LPAR': 39, 'NULL': 40, 'PARAMETER': 41, 'QUOTED': 42},  # 48
    {'BARE': -29, 'PARAMETER': -29, 'QUOTED': -29},  # 49
    {'$END': -16, 'AND': -16, 'OR': -16, 'RPAR': -16},  # 50
    {'$END': -17, 'AND': -17, 'OR': -17, 'RPAR': -17},  # 51
    {'$END': -13, 'AND': -13, 'OR': -13, 'RPAR': -13},  # 52
    {'$END': -8, 'OR': -8, 'RPAR': -8},  # 53
    {'$END': -9, 'OR': -9, 'RPAR': -9},  # 54
    {'$END': -12, 'AND': -12, 'OR': -12, 'RPAR': -12},  # 55
    {'COMMA': 57, 'RPAR': 59},  # 56
    {'BARE': 38, 'NULL': 40, 'PARAMETER': 41, 'QUOTED': 42},  # 57
    {'$END': -19, 'AND': -19, 'OR': -19, 'RPAR': -19},  # 58
    {'$END': -36, 'AND': -36, 'OR': -36, 'RPAR': -36},  # 59
    {'$END': -38, 'AND': -38, 'COMMA': -38, 'OR': -38, 'RPAR': -38},  # 60
)

GOTOS: tuple[dict[str, int], ...] = (
    {'query': 4},  # 0
    {'and_chain': 7, 'comparison': 8, 'conjunction': 9, 'disjunction': 10, 'expression': 11, 'or_chain': 12, 'term': 13},  # 1
    {'and_chain': 7, 'comparison': 8, 'conjunction': 9, 'disjunction': 10, 'expression': 15, 'or_chain': 12, 'query': 16, 'statement': 17, 'term': 13},  # 2
    {},  # 3
    {},  # 4
    {'and_chain': 7, 'comparison': 8, 'conjunction': 9, 'disjunction': 19, 'or_chain': 12, 'term': 13},  # 5
    {'equality': 30, 'relation': 31},  # 6
    {},  # 7
    {},  # 8
    {},  # 9
    {},  # 10
    {},  # 11
    {},  # 12
    {},  # 13
    {'equality': 30, 'relation': 31},  # 14
    {},  # 15
    {},  # 16
    {},  # 17
    {'and_chain': 7, 'comparison': 8, 'conjunction': 9, 'disjunction': 36, 'or_chain': 12, 'term': 13},  # 18
    {},  # 19
    {},  # 20
    {},  # 21
    {},  # 22
    {},  # 23
    {'items': 43, 'list': 44, 'nullable': 45, 'value': 46},  # 24
    {},  # 25
    {},  # 26
    {},  # 27
    {},  # 28
    {},  # 29
    {'nullable': 50, 'value': 46},  # 30
    {'value': 51},  # 31
    {'comparison': 8, 'term': 52},  # 32
    {'and_chain': 7, 'comparison': 8, 'conjunction': 53, 'term': 13},  # 33
    {'and_chain': 7, 'comparison': 8, 'conjunction': 54, 'term': 13},  # 34
    {'comparison': 8, 'term': 55},  # 35
    {},  # 36
    {},  # 37
    {},  # 38
    {'items': 56, 'nullable': 45, 'value': 46},  # 39
    {},  # 40
    {},  # 41
    {},  # 42
    {},  # 43
    {},  # 44
    {},  # 45
    {},  # 46
    {},  # 47
    {'items': 43, 'list': 58, 'nullable': 45, 'value': 46},  # 48
    {},  # 49
    {},  # 50
    {},  # 51
    {},  # 52
    {},  # 53
    {},  # 54
    {},  # 55
    {},  # 56
    {'nullable': 60, 'value': 46},  # 57
    {},  # 58
    {},  # 59
    {},  # 60
)
