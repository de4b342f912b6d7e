"""What was agreed: packs, parties, terms, policy versions, the catalogue, calendars, entitlements, milestones.

A policy version never changes once made; whoever pins one keeps it. Refuses to run clocks: it says what was
promised, the desk says how it stands.
"""
