"""The four checks, and what a package is made of; pure."""

from xieban.archive.rules.checks import Evidence, FileEvidence, Finding, checked
from xieban.archive.rules.words import Check, Fault

__all__ = ("Check", "Evidence", "Fault", "FileEvidence", "Finding", "checked")
