"""Which page the instances of each flow have; what is not listed has the plain page of any instance."""

from collections.abc import Mapping
from typing import Final

from xieban.flows.rules.pages import FlowPage

PAGES: Final[Mapping[str, FlowPage]] = {}
