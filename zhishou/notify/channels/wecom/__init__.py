"""A WeCom (企业微信) group robot.

Limits: 20 messages a minute for a robot (45009 when more: tried again after a minute), 2,048 bytes a text.
Has no idempotency key: after a crash in the middle of sending, the group may read a message twice.
"""
