"""Addresses of instant messaging: its page, and what the page needs to speak with the chat server itself.

- GET `chat/people/?q=…`: `{people: [{uuid, address, name, place}]}` whom the words fit.
- GET `chat/sharable/?q=…`: `{documents: [{path, title, number}]}` that hold the words and that the caller may read.
- GET `chat/about/?path=…`: `{title}` of what lies there, empty where the caller may not see it.
- GET `chat/session/`: `{homeserver, user_id, token, device_name, service_id}`; `token` is used once, within two
  minutes, to sign in with `{"type": "org.matrix.login.jwt", "token": …}`. 503 `{reason}` while there is no chat.
- POST `chat/rooms/document/UUID/`, `…/meeting/UUID/`, `…/person/UUID/`: `{room_id}` of the room about a document or
  meeting, or with a colleague, made if there is none; the caller is in it afterwards. 404 for who may not see it.
- GET `chat/search/?q=…&room=…&before=…`: `{results: [{event_id, room_id, room, sender, sender_name, at, text}],
  next}`, of the caller's rooms only, the newest first.
"""

from django.urls import path

from xieban.chat.web import page, pushed, rooms, searching, session

app_name = "chat"
urlpatterns = [
    path("chat/", page.chat, name="chat"),
    path("chat/unread/", page.unread, name="unread"),
    path("chat/people/", page.people, name="people"),
    path("chat/sharable/", page.sharable, name="sharable"),
    path("chat/about/", page.about, name="about"),
    path("chat/session/", session.session, name="session"),
    path("chat/rooms/document/<uuid:uuid>/", rooms.document, name="document_room"),
    path("chat/rooms/meeting/<uuid:uuid>/", rooms.meeting, name="meeting_room"),
    path("chat/rooms/person/<uuid:uuid>/", rooms.person, name="person_room"),
    path("chat/search/", searching.search, name="search"),
    path("chat/pushed/_matrix/app/v1/transactions/<str:number>", pushed.transaction, name="pushed"),
]
