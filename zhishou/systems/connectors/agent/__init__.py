"""What the agent of a host tells; the agent itself lies in `host`, and needs nothing but Python."""
