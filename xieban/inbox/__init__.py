"""One inbox over everything that has a flow: to do, to read, under way, done, begun by me, supervised.

It has no rows of its own: every list is a question to the flows at the moment of looking, so that no counter can
drift. It refuses to show what somebody may not see, and never acts for anybody; each row leads to its own page.
"""
