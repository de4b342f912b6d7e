"""Typed settings from the environment: a wrong value stops the start with one sentence."""
