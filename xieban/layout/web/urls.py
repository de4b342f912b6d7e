"""Addresses of the layout's pages."""

from django.urls import path

from xieban.layout.web import views

app_name = "layout"
urlpatterns = [path("layout/", views.check, name="check")]
