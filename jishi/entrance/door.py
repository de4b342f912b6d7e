"""What a product's own pages of accounts stand on."""

from jishi.entrance.addresses import address_of
from jishi.entrance.devices import in_words
from jishi.entrance.fresh import proved_lately, require_fresh_proof
from jishi.entrance.gate import Device, Gate
from jishi.entrance.proof import SIGN_IN_KEY, AccountAdapter

__all__ = [
    "SIGN_IN_KEY",
    "AccountAdapter",
    "Device",
    "Gate",
    "address_of",
    "in_words",
    "proved_lately",
    "require_fresh_proof",
]
