"""Looking after this deployment from outside: tokens, an API for operations, and who changed what for which reason.

Every call of the API is an entry that nobody can change. It refuses by default: whatever carries no token, no
scope, no reason, or, where it could do harm, no plan from a dry run that still fits the state. What is looked after
belongs to the areas below, and is changed by their own actions only.
"""
