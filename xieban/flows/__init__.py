"""Flows: how a document goes from hand to hand, by BPMN 2.0 files that are read, checked and run here.

An instance's tokens, seats (to-dos), votes, opinions, timers and log are rows, and no row of a history is ever
removed. It refuses to run anything that its subset of BPMN does not cover, to evaluate what a user typed as
code, and to let a sign-off, a countersign or a seal pass because time went by.
"""
