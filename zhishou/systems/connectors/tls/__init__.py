"""Certificates, of a port or in a file: valid, for how long, and still the same."""
