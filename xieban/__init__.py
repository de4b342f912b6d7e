"""Xieban 协办: a collaborative office system with official documents, for a small public body."""
