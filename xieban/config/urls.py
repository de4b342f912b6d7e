"""Every address of the office system; each area brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

from jishi.api.door import addresses
from xieban.config import views
from xieban.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses(api, under="admin/api/v1/"),
    path("", views.home, name="home"),
    path("", include("jishi.pages.web.urls")),
    path("", include("jishi.work.web.urls")),
    path("", include("xieban.directory.web.entrance")),
    path("", include("xieban.directory.web.provider")),
    path("", include("xieban.directory.web.urls")),
    path("", include("xieban.documents.web.urls")),
    path("", include("xieban.inbox.web.urls")),
    path("", include("xieban.approvals.web.urls")),
    path("", include("xieban.notices.web.urls")),
    path("", include("xieban.archive.web.urls")),
    path("", include("xieban.meetings.web.urls")),
    path("", include("xieban.chat.web.urls")),
    path("", include("xieban.finding.web.urls")),
    path("", include("xieban.flows.web.urls")),
    path("", include("xieban.administration.web.urls")),
    path("", include("xieban.layout.web.urls")),
    path("", include("xieban.writing.web.urls")),
]

handler400 = "jishi.pages.errors.bad_request"
handler403 = "jishi.pages.errors.forbidden"
handler404 = "jishi.pages.errors.not_found"
handler500 = "jishi.pages.errors.broken"
