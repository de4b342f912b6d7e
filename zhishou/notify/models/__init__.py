"""What is stored about delivery: notices, parcels, deliveries, attempts, channels, wishes."""

from zhishou.notify.models.alarms import Alarm
from zhishou.notify.models.channels import Channel, Wishes
from zhishou.notify.models.notices import Notice
from zhishou.notify.models.parcels import Attempt, Delivery, Parcel

__all__ = ["Alarm", "Attempt", "Channel", "Delivery", "Notice", "Parcel", "Wishes"]
