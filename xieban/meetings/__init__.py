"""Meetings: applied for by a flow, a room that is never promised twice, invitations answered, sign-in, minutes.

The room is held from the moment of applying, so that two applications never wait for the same hours; it is free
again when the meeting is refused or called off. It refuses to invite before the approval, and to change who was
present after the meeting is over. Minutes are a text of `writing`; what they decide becomes a supervised matter
line by line, as settings say (`MEETINGS_MATTERS`).
"""
