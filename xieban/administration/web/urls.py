"""Addresses of the pages about looking after this deployment."""

from django.urls import path

from xieban.administration.web import repairing, views

app_name = "administration"
urlpatterns = [
    path("administration/", views.overview, name="overview"),
    path("administration/tokens/new/", views.new_token, name="new_token"),
    path("administration/tokens/<uuid:uuid>/revoke/", views.revoke_token, name="revoke_token"),
    path("administration/stuck/", views.stuck_instances, name="stuck"),
    path("administration/stuck/<uuid:uuid>/", repairing.reassign, name="reassign"),
    path("administration/log/", views.log, name="log"),
]
