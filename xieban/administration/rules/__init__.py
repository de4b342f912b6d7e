"""Pure decisions: what a token may do, and what a plan is."""
