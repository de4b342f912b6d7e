"""Addresses of the directory's pages."""

from django.urls import path

from xieban.directory.web import account

app_name = "directory"
urlpatterns = [
    path("account/", account.profile, name="account"),
    path("account/devices/others/end/", account.end_others, name="end_others"),
    path("account/devices/<uuid:uuid>/end/", account.end_device, name="end_device"),
]
