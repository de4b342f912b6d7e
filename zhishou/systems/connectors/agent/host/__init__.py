"""The agent that runs on a host: it measures and tells, is told nothing, and looks only where its own file says."""
