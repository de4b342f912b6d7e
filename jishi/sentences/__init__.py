"""Sentences that are put together where no language is known yet, and said where one is."""
