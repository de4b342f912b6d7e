"""Rows of the approvals, by noun."""

from xieban.approvals.models.cars import Trip, TripSlot, Vehicle
from xieban.approvals.models.leave import Entitlement, Leave

__all__ = ["Entitlement", "Leave", "Trip", "TripSlot", "Vehicle"]
