"""Backups in a folder of this machine: how old, whole, and a second time elsewhere."""
