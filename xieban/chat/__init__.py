"""Instant messaging (即时通讯): who may talk where, on a chat server of its own that speaks Matrix.

The server keeps messages and files; this area keeps it in step with the office: accounts from the directory, a room
for each department, one for a document or a meeting on demand, nobody in a room who may not read what it is about.
It refuses to decide permissions of its own: it asks the areas below, again and again. Nothing here may keep a
document from going on: a chat server that is missing or down is said on the page, and what was due is done once it
is back.
"""
