"""Log files of this machine: how many lines say what they should not."""
