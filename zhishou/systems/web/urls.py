"""Addresses of systems."""

from django.urls import path

from zhishou.systems.web import samples

app_name = "systems"

urlpatterns = [
    path("agents/samples/", samples.samples, name="samples"),
]
