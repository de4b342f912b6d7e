"""Pure decisions of the watch: what a result means, how a probe stands, when somebody is told, what is kept."""
