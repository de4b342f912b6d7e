"""A robot of the QQ open platform.

Limits: answers only: to a single person within 60 minutes, in a group within five, at most five to one
message. Of our own accord at most four a month and person, which is nothing to rely on. The shorter
window is declared, so that it holds for both. A person is an openid of this one robot, never the QQ
number. The platform looks at every robot before it may speak in public.
"""
