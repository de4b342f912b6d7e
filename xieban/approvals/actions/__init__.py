"""Writes about approvals, one verb each: permission first, then one transaction."""

from xieban.approvals.actions.applying import apply, complete
from xieban.approvals.actions.cars import keep_or_free, register_vehicle, retire_vehicle
from xieban.approvals.actions.leave import entitle

__all__ = ["apply", "complete", "entitle", "keep_or_free", "register_vehicle", "retire_vehicle"]
