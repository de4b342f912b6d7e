"""The ways in: one folder a kind of channel, each found through the registry and nowhere else."""
