"""One command over SSH, on a host whose key is pinned."""
