"""Every address of the platform; each area brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

from jishi.api.door import addresses
from zhishou.config import views, wall
from zhishou.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because programs ask most often, and every pattern before theirs costs each call a little.
    *addresses(api, under="api/v1/"),
    path("", views.home, name="home"),
    path("c/<slug:engagement_code>/", views.enter, name="enter"),
    path("", include("zhishou.notify.web.urls")),
    path("", include("jishi.pages.web.urls")),
    path("", include("jishi.work.web.urls")),
    path("", include("zhishou.contracts.web.urls")),
    path("", include("zhishou.ledger.web.urls")),
    path("", include("zhishou.people.web.entrance")),
    path("", include("zhishou.people.web.urls")),
    path("", include("zhishou.systems.web.urls")),
    path("", include("zhishou.duty.web.urls")),
    path("", include("zhishou.desk.web.urls")),
    path("", include("zhishou.inspections.web.urls")),
    path("", include("zhishou.watch.web.urls")),
    path("wall/<slug:slug>/", wall.wall, name="wall"),
]

handler400 = "jishi.pages.errors.bad_request"
handler403 = "jishi.pages.errors.forbidden"
handler404 = "jishi.pages.errors.not_found"
handler500 = "jishi.pages.errors.broken"
