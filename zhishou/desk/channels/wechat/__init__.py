"""A WeChat official account (公众号), by its customer service messages (客服消息).

Limits: nobody can be written to who has not written first. A message of theirs allows five answers
within 48 hours, a tap on the menu three within one minute; then only a template message, which the
account's owner has to apply for. One text holds 2,048 bytes. A person is an openid of this one account:
neither a number nor a name comes with it.
"""
