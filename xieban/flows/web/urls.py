"""Addresses of the pages about flows."""

from django.urls import path

from xieban.flows.web import acting, administration, drawing, moving

app_name = "flows"
urlpatterns = [
    path("instances/<uuid:uuid>/", acting.one, name="instance"),
    path("instances/<uuid:uuid>/act/", acting.act, name="act"),
    path("instances/<uuid:uuid>/drawing/", drawing.of_instance, name="drawing"),
    path("instances/<uuid:uuid>/log/", moving.log, name="log"),
    path("flows/", administration.listing, name="flows"),
    path("flows/<slug:key>/", administration.one, name="flow"),
    path("flows/<slug:key>/<int:number>/draw/", drawing.draw, name="draw"),
    path("flows/<slug:key>/<int:number>/file/", administration.file, name="file"),
    path("flows/<slug:key>/<int:number>/migrate/", moving.migrate, name="migrate"),
    path("flows/<slug:key>/<int:number>/publish/", administration.publish, name="publish"),
    path("flows/<slug:key>/<int:number>/again/", administration.publish_again, name="publish_again"),
    path("flows/<slug:key>/<int:number>/retire/", administration.retire, name="retire"),
]
