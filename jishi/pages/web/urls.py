"""Addresses of the shell itself."""

from django.urls import path

from jishi.pages.web import views

app_name = "pages"
urlpatterns = [path("language/", views.choose_language, name="language")]
