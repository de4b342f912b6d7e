"""Addresses of the inbox."""

from django.urls import path

from xieban.inbox.web import views

app_name = "inbox"
urlpatterns = [
    path("inbox/", views.box, name="inbox"),
    path("inbox/bell/", views.bell, name="bell"),
    path("inbox/read/<uuid:uuid>/", views.mark_read, name="mark_read"),
]
