"""Addresses of the watch."""

from django.urls import path

from zhishou.watch.web import public, quiet, views

app_name = "watch"
HERE = "c/<slug:engagement_code>/watch/"
SYSTEM = f"{HERE}systems/<slug:system_code>/"

urlpatterns = [
    path(HERE, views.overview, name="overview"),
    path(f"{HERE}alerts/", views.alerts, name="alerts"),
    path(f"{HERE}alerts/<uuid:uuid>/", views.alert, name="alert"),
    path(SYSTEM, views.show_map, name="map"),
    path(f"{SYSTEM}components/<slug:component_code>/", views.component, name="component"),
    path(f"{SYSTEM}probes/<slug:probe_code>/", views.history, name="history"),
    path(f"{SYSTEM}probes/<slug:probe_code>/chart/", views.chart, name="chart"),
    path(f"{SYSTEM}quiet/", quiet.quiet, name="quiet"),
    path(f"{SYSTEM}silences/<uuid:uuid>/end/", quiet.end_silence, name="end_silence"),
    path(f"{SYSTEM}windows/<uuid:uuid>/cancel/", quiet.cancel_window, name="cancel_window"),
    path(f"{SYSTEM}users/", quiet.users, name="users"),
    path(f"{SYSTEM}users/open/", quiet.open_status, name="open_status"),
    path("status/<slug:slug>/", public.status, name="status"),
]
