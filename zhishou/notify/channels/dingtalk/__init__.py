"""A DingTalk (钉钉) group robot, with or without a signature.

Limits: 20 messages a minute for a robot (then it is silent for ten), 20,000 bytes a text; a robot set to keywords
or addresses instead of a signature refuses what does not match (310000). Has no idempotency key: after a crash in
the middle of sending, the group may read a message twice.
"""
