"""Reads about delivery: letters, the inbox, channels, the log."""
