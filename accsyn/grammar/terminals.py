"""The terminals of the query language.

Generated from query.lark by `python -m accsyn.grammar.generate`; do not edit.

TERMINALS   name -> regular expression, in the order in which a lexer tries them
IGNORED     the terminals that are skipped
"""

from __future__ import annotations

TERMINALS = {
    'PARAMETER': ':[^\\W\\d]\\w*(?![^\\s"\'(),=<>!]|!(?!=))',
    'NULL': '(?ai:null)(?![^\\s"\'(),=<>!]|!(?!=))',
    'NAME': '(?!(?=[ACIMNOWacimnow])(?ai:where|and|or|not|in|contains|matches)(?![^\\s"\'(),=<>!]|!(?!=)))[^\\W\\d][\\w\\-]*(?:\\.\\w[\\w\\-]*)*(?![^\\s"\'(),=<>!]|!(?!=))',
    'BARE': '[^\\s"\'(),=<>!]+(?:!(?!=)[^\\s"\'(),=<>!]*)*|(?:!(?!=)[^\\s"\'(),=<>!]*)+',
    'QUOTED': '"[^"]*"|\'[^\']*\'',
    'CONTAINS': '(?ai:contains)(?![^\\s"\'(),=<>!]|!(?!=))',
    'MATCHES': '(?ai:matches)(?![^\\s"\'(),=<>!]|!(?!=))',
    'WHERE': '(?ai:where)(?![^\\s"\'(),=<>!]|!(?!=))',
    'AND': '(?ai:and)(?![^\\s"\'(),=<>!]|!(?!=))',
    'NOT': '(?ai:not)(?![^\\s"\'(),=<>!]|!(?!=))',
    'IN': '(?ai:in)(?![^\\s"\'(),=<>!]|!(?!=))',
    'OR': '(?ai:or)(?![^\\s"\'(),=<>!]|!(?!=))',
    'NOT_EQUAL': '!=|<>',
    'GREATER_EQUAL': '>=',
    'LESS_EQUAL': '<=',
    '_MARK': '(?<![\\s\\S])\ufeff',
    '_BLANK': '\\s',
    'COMMA': ',',
    'EQUAL': '=',
    'GREATER': '>',
    'LESS': '<',
    'LPAR': '\\(',
    'RPAR': '\\)',
}
IGNORED = ('_BLANK', '_MARK')
