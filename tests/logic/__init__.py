"""Tests of the logic checks."""
