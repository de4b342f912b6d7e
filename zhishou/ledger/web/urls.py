"""Addresses of the ledger."""

from django.urls import path

from zhishou.ledger.web import views

app_name = "ledger"
HERE = "c/<slug:engagement_code>/ledger/"

urlpatterns = [
    path(HERE, views.entries, name="entries"),
    path(f"{HERE}entries/<uuid:uuid>/", views.entry, name="entry"),
    path(f"{HERE}heads/", views.heads, name="heads"),
    path(f"{HERE}verify/", views.verify, name="verify"),
    path(f"{HERE}export/", views.export, name="export"),
    path(f"{HERE}bundles/<uuid:bundle>/", views.bundle, name="bundle"),
]
