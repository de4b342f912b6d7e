"""Composition root: settings, addresses, the wiring of events, the list of ticks. Nobody imports it."""
