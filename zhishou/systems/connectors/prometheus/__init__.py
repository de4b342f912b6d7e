"""Prometheus as the engine of measurements, for whoever has outgrown one machine."""
