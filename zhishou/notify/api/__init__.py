"""The HTTP API of delivery."""
