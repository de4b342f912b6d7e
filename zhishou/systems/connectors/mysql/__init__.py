"""MySQL and MariaDB: what their own statistics say, over a socket whose bytes and time we count."""
