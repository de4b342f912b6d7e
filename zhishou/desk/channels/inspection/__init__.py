"""A finding of an inspection, of which somebody wants a ticket.

Limits: nobody is there to be asked or answered; the round and the finding are named by the intake's reference.
"""
