"""Queries in code: attributes that make conditions, entity classes that make queries, and code from text.

values.py       what a value can be beside Python's own: parameters, relative times, text as a query has it
attributes.py   what one attribute can be asked, by its kind
kinds.py        the kinds: text, number, enum, reference, ...
mistakes.py     what is said where code asks an attribute for what it has not
checks.py       whether a value suits its attribute, and the error that says why not
entity.py       the base of the entity classes
expressions.py  `attribute`, `all_of`, `any_of`
layout.py       which entity classes a schema has, with which members
generate.py     schema -> accsyn/entities.py (`python -m accsyn.builder.generate [--check]`)
code.py         text -> builder code: `to_code`
cheatsheet.py   each operator as text and as code
"""

from __future__ import annotations

from accsyn.builder.expressions import all_of, any_of, attribute
from accsyn.builder.values import ago, now, parameter, today, written, yesterday

__all__ = ["ago", "all_of", "any_of", "attribute", "now", "parameter", "today", "written", "yesterday"]
