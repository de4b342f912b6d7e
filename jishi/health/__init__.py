"""How this deployment does, for machines: /health, /ready and /metrics, before every other middleware.

It refuses to tell a stranger why something is not ready, or any figure: that is for this machine itself, and for
whoever holds the metrics token.
"""
