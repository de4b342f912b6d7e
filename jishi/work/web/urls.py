"""Addresses of long work."""

from django.urls import path

from jishi.work.web import views

app_name = "work"
urlpatterns = [
    path("work/", views.mine, name="mine"),
    path("work/mark/", views.mark, name="mark"),
    path("work/<uuid:uuid>/", views.one, name="one"),
    path("work/<uuid:uuid>/stop/", views.stop, name="stop"),
    path("work/<uuid:uuid>/again/", views.again, name="again"),
]
