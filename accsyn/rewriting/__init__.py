"""Rewriting: other trees of the same meaning."""
