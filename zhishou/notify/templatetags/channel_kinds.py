"""What people call the kinds of channels."""

from django import template

from zhishou.notify.actions.reach import name_of_kind

register = template.Library()
register.filter("channel_kind", name_of_kind)
