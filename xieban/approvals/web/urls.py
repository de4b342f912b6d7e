"""Addresses of the pages about approvals."""

from django.urls import path

from xieban.approvals.web import cars, leave, views

app_name = "approvals"
urlpatterns = [
    path("approvals/", views.mine, name="mine"),
    path("approvals/new/<slug:kind>/", views.new, name="new"),
    path("approvals/cars/", cars.calendar, name="cars"),
    path("approvals/cars/new/", cars.register, name="register_vehicle"),
    path("approvals/cars/<uuid:uuid>/retire/", cars.retire, name="retire_vehicle"),
    path("approvals/leave/", leave.entitlements, name="entitlements"),
    path("approvals/<uuid:uuid>/", views.one, name="one"),
]
