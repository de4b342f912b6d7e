"""The pages of delivery: my notices, my channels, the log of a contract."""
