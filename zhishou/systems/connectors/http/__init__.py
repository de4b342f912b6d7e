"""HTTP and HTTPS: pages, figures, headers, and transactions of several steps."""
