"""The process that looks: asks what is due, keeps what it saw, and goes on while the database is away."""
