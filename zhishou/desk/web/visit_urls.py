"""Addresses of visits, and of the code at the client's desk."""

from django.urls import path

from zhishou.desk.web import desk_codes, visits

SCOPE = "c/<slug:engagement_code>/"
HERE = f"{SCOPE}desk/visits/"
ONE = f"{HERE}<uuid:uuid>/"

urlpatterns = [
    path(HERE, visits.visits, name="visits"),
    path(f"{HERE}arrive/", desk_codes.arrive, name="arrive"),
    path(f"{HERE}worker.js", visits.worker, name="visit_worker"),
    path(ONE, visits.visit, name="visit"),
    path(f"{ONE}acts/", visits.act, name="act"),
    path(f"{ONE}cancel/", visits.cancel, name="cancel_visit"),
    path(f"{SCOPE}desk/<int:number>/visits/", visits.order, name="order_visit"),
    path(f"{SCOPE}help/code/", desk_codes.code, name="code"),
]
