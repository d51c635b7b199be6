"""Compiler for the accsyn query language."""

__version__ = "0.1.0"
