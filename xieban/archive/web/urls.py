"""Addresses of the archive's pages."""

from django.urls import path

from xieban.archive.web import views

app_name = "archive"
urlpatterns = [
    path("archive/", views.records, name="records"),
    path("archive/<uuid:uuid>/", views.record, name="record"),
    path("archive/<uuid:uuid>/package.zip", views.package, name="package"),
    path("archive/checks/<uuid:document>/", views.checks, name="checks"),
    path("archive/checks/<uuid:document>/again/", views.again, name="again"),
]
