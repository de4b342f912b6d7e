"""A fault that showed itself: a watch, or Alertmanager, says so.

Limits: nobody is there to be asked or answered; whoever has to know is called by the ladder.
"""
