"""The address of the search."""

from django.urls import path

from xieban.finding.web import views

app_name = "finding"
urlpatterns = [path("search/", views.search, name="search")]
