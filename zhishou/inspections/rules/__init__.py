"""Pure decisions of inspections."""
