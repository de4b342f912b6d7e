"""Addresses of the desk."""

from django.urls import path

from zhishou.desk.web import tickets

app_name = "desk"
HERE = "c/<slug:engagement_code>/desk/"
ONE = f"{HERE}<int:number>/"

urlpatterns = [
    path(ONE, tickets.ticket, name="ticket"),
    path(f"{ONE}evidence/", tickets.evidence, name="evidence"),
    path(f"{ONE}pause/", tickets.pause, name="pause"),
    path(f"{ONE}resume/", tickets.resume, name="resume"),
    path(f"{ONE}level/", tickets.level, name="level"),
    path(f"{ONE}go/", tickets.go, name="go"),
]
