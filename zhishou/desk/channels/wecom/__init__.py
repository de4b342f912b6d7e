"""An application of the client's own WeCom (企业微信), seen by its members.

Limits: the application may write first, to members whom its administrator lets see it, and to nobody
outside: for people with plain WeChat, WeCom has customer service accounts (微信客服) with the window of
`wechat`. One text holds 2,048 bytes and is cut behind that; one member gets at most 30 messages a
minute and 1,000 an hour. The callback must be reachable from the internet.
"""
