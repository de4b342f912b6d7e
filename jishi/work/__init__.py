"""Long work: it shows its progress, can be left and found again, can be stopped and tried again.

A work is one background task that somebody waits for. Only its owner sees it. Refuses to decide anything about
what is done: the area that begins it brings the task and the words.
"""
