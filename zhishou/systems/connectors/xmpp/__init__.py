"""Chat over XMPP: the server answers over TLS, and a message arrives."""
