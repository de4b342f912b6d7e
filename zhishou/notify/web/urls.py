"""Addresses of delivery."""

from django.urls import path

from zhishou.notify.web import channels, notices

app_name = "notify"
urlpatterns = [
    path("notices/", notices.mine, name="mine"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/<uuid:uuid>/", notices.follow, name="follow"),
    path("account/channels/", channels.mine, name="channels"),
    path("account/channels/wishes/", channels.wishes, name="wishes"),
    path("account/channels/add/<slug:kind>/", channels.add, name="add_channel"),
    path("account/channels/<uuid:uuid>/prove/", channels.prove, name="prove_channel"),
    path("account/channels/<uuid:uuid>/code/", channels.code, name="send_code"),
    path("account/channels/<uuid:uuid>/test/", channels.trial, name="test_channel"),
    path("account/channels/<uuid:uuid>/prefer/", channels.prefer, name="prefer_channel"),
    path("account/channels/<uuid:uuid>/remove/", channels.remove, name="remove_channel"),
    path("c/<slug:engagement_code>/notices/", notices.log, name="log"),
]
