"""What is looked after: systems, their profiles, components, connectors and secrets, and the agents on their hosts.

A profile says how a system is to be looked after; a version of it never changes once loaded. Refuses to judge: it
says how to look and what was seen, the watch says what that means. It never imports what it looks after.
"""
