"""Addresses of the pages about notices."""

from django.urls import path

from xieban.notices.web import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.listing, name="notices"),
    path("notices/new/", views.new, name="new"),
    path("notices/of/<uuid:uuid>/", views.of_instance, name="of_instance"),
    path("notices/<uuid:uuid>/", views.one, name="one"),
    path("notices/<uuid:uuid>/change/", views.change, name="change"),
    path("notices/<uuid:uuid>/hand-in/", views.hand_in, name="hand_in"),
    path("notices/<uuid:uuid>/remind/", views.remind, name="remind"),
    path("notices/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
]
