"""The way in: signing in with lock-out, second factors and devices, over the account library.

Owns pages, forms, hooks and addresses of signing in. What a product knows (its accounts, its devices, its evidence)
it answers through a `Gate`, named by the setting `ENTRANCE_GATE`. Refuses to keep rows or to know a role.
"""
