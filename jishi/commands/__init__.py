"""The command of a product: Django's commands under its own name, loaded once and out of the collector's sight."""
