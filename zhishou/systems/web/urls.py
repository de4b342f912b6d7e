"""Addresses of systems."""

from django.urls import path

from zhishou.systems.web import samples, views

app_name = "systems"
HERE = "c/<slug:engagement_code>/systems/"
ONE = f"{HERE}<slug:system_code>/"

urlpatterns = [
    path("agents/samples/", samples.samples, name="samples"),
    path(HERE, views.systems, name="systems"),
    path(f"{HERE}load/", views.load, name="load"),
    path(ONE, views.system, name="system"),
    path(f"{ONE}connectors/<slug:connector_code>/", views.connector, name="connector"),
    path(f"{ONE}agents/add/", views.add_agent, name="add_agent"),
    path(f"{ONE}agents/<uuid:key>/revoke/", views.revoke_agent, name="revoke_agent"),
    path(f"{ONE}versions/", views.versions, name="versions"),
    path(f"{ONE}versions/<int:number>.toml", views.source, name="source"),
]
