"""Live updates: a page learns within a second that something it shows has changed, by server-sent events.

News carries no content, only its name: the page asks again for what it shows, under its own rights.
It refuses to promise delivery: after a broken line a page asks for everything again.
"""
