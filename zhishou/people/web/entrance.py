"""Addresses of signing in: those of the way in, and those of an outside provider."""

from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, include, path

from zhishou.people.web import outside, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.SignInView.as_view(), name="account_login"),
    path("sign-in/outside/failed/", social.login_error, name="socialaccount_login_error"),
    path("sign-in/outside/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/outside/<str:provider_id>/", outside.login, name="openid_connect_login"),
    path("sign-in/outside/<str:provider_id>/back/", outside.callback, name="openid_connect_callback"),
    path("", include("jishi.entrance.web.urls")),
]
