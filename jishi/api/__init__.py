"""What every HTTP interface of a product shares.

Problems as RFC 9457, cursors instead of page numbers, idempotency keys on every POST, ETags on updates,
tokens with scopes. It knows no address and no row of any product.
"""
