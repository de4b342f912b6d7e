"""Pages about people: signing in, my account, organisations and people."""
