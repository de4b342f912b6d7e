"""Addresses of long work."""

from django.urls import path

from jishi.work.web import views

app_name = "work"
urlpatterns = [
    path("long-work/", views.mine, name="mine"),
    path("long-work/mark/", views.mark, name="mark"),
    path("long-work/<uuid:uuid>/", views.one, name="one"),
    path("long-work/<uuid:uuid>/stop/", views.stop, name="stop"),
    path("long-work/<uuid:uuid>/again/", views.again, name="again"),
]
