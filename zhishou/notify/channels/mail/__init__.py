"""Mail, through the one mail server of the deployment.

Limits: the server's own (often 10 to 50 MB, some hundred mails an hour); a mail that the server took can still be
dropped later without our hearing of it. Sent twice after a crash, both carry the same Message-ID, so that mail
programs show one.
"""
