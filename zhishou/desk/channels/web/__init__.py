"""The portal of the client's people; every answer stands on the ticket's page.

Limits: reaches only those who have an account, and only when they look, or by their own notice channels.
"""
