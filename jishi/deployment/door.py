"""What a product's composition root stands on."""

from jishi.deployment.declared import Demonstration, Port, data_dir, identity
from jishi.deployment.greeting import wide
from jishi.deployment.keeping import own_version, place
from jishi.deployment.preparing import (
    about_database,
    compile_words,
    database_troubles,
    is_at_fault_itself,
    prepare_data_dir,
    prepare_database,
)
from jishi.deployment.processes import BEFORE_WORK, BEHIND_PEOPLE, address, own
from jishi.deployment.serving import serving

__all__ = [
    "BEFORE_WORK",
    "BEHIND_PEOPLE",
    "Demonstration",
    "Port",
    "about_database",
    "address",
    "compile_words",
    "data_dir",
    "database_troubles",
    "identity",
    "is_at_fault_itself",
    "own",
    "own_version",
    "place",
    "prepare_data_dir",
    "prepare_database",
    "serving",
    "wide",
]
