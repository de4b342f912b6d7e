"""Addresses of the pages about meetings."""

from django.urls import path

from xieban.meetings.web import rooms, views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.listing, name="meetings"),
    path("meetings/new/", views.new, name="new"),
    path("meetings/rooms/", rooms.calendar, name="rooms"),
    path("meetings/rooms/new/", rooms.register, name="register_room"),
    path("meetings/of/<uuid:uuid>/", views.of_instance, name="of_instance"),
    path("meetings/<uuid:uuid>/", views.one, name="one"),
    path("meetings/<uuid:uuid>/answer/", views.answer, name="answer"),
    path("meetings/<uuid:uuid>/sign-in/", views.sign_in, name="sign_in"),
    path("meetings/<uuid:uuid>/call-off/", views.call_off, name="call_off"),
    path("meetings/<uuid:uuid>/minutes/", views.minutes, name="minutes"),
    path("meetings/<uuid:uuid>/minutes/close/", views.close_minutes, name="close_minutes"),
]
