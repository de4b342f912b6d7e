"""What others use of the front."""

from jishi.front.certificates import AUTHORITY, SHOWN, issue, keep_certificate
from jishi.front.serving import Front

__all__ = ["AUTHORITY", "SHOWN", "Front", "issue", "keep_certificate"]
