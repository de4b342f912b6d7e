"""The ways out of the house: one folder a kind, each found through the registry and nowhere else."""
