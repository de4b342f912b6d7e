"""Addresses of texts and their files; each asks the holder who is looking."""

from django.urls import path

from xieban.writing.web import editing, files, revisions

app_name = "writing"
urlpatterns = [
    path("writing/<uuid:uuid>/", editing.edit, name="edit"),
    path("writing/<uuid:uuid>/draft/", editing.keep, name="keep"),
    path("writing/<uuid:uuid>/draft/drop/", editing.drop, name="drop"),
    path("writing/<uuid:uuid>/draft/rebase/", editing.rebase, name="rebase"),
    path("writing/<uuid:uuid>/presence/", editing.meet, name="meet"),
    path("writing/<uuid:uuid>/presence/leave/", editing.leave, name="leave"),
    path("writing/<uuid:uuid>/word/", editing.take_word, name="word"),
    path("writing/<uuid:uuid>/revisions/", revisions.listing, name="revisions"),
    path("writing/<uuid:uuid>/revisions/<int:number>/", revisions.one, name="revision"),
    path("writing/<uuid:uuid>/revisions/compare/", revisions.compare, name="compare"),
    path("writing/<uuid:uuid>/files/", files.add, name="attach"),
    path("writing/files/<uuid:uuid>/", files.file, name="file"),
    path("writing/files/<uuid:uuid>/small/", files.thumbnail, name="thumbnail"),
    path("writing/files/<uuid:uuid>/first-page/", files.first_page, name="first_page"),
    path("writing/files/<uuid:uuid>/move/", files.move, name="move"),
    path("writing/files/<uuid:uuid>/remove/", files.remove, name="remove"),
]
