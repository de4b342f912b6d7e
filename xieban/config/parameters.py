"""Every parameter that may be changed while Xieban runs, from the areas that read them."""

from typing import Final

from jishi.parameters.door import Parameter
from xieban.flows.queries.parameters import OFFICE_HOURS, STILL_DAYS

PARAMETERS: Final[tuple[Parameter, ...]] = (OFFICE_HOURS, STILL_DAYS)
