"""Every address of the platform; each area brings its own list."""

from django.urls import URLPattern, URLResolver

from jishi.api.door import addresses
from zhishou.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses(api, under="api/v1/"),
]
