"""A program of the client's or the vendor's, by the HTTP API.

Limits: it asks when it wants to know; nothing is sent to it, except by a notice webhook of one of its people.
"""
