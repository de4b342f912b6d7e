"""A Feishu (飞书) group robot, with or without a signature.

Limits: 100 messages a minute and 5 a second for a robot (11232 when more), 20 KB a message; a robot set to keywords
refuses what holds none (19024). Has no idempotency key: after a crash in the middle of sending, the group may read
a message twice.
"""
