"""Addresses of duty."""

from django.urls import path

from zhishou.duty.web import editing, ladders, mine, outside, rosters

app_name = "duty"
HERE = "c/<slug:engagement_code>/duty/"

urlpatterns = [
    path(HERE, rosters.roster, name="roster"),
    path(f"{HERE}shifts/<slug:tier>/<str:moment>/", rosters.change, name="change"),
    path(f"{HERE}changes/", rosters.changes, name="changes"),
    path(f"{HERE}overrides/<uuid:uuid>/cancel/", rosters.cancel_override, name="cancel_override"),
    path(f"{HERE}gaps/", rosters.gaps, name="gaps"),
    path(f"{HERE}rosters/<slug:tier>/", editing.edit_roster, name="edit_roster"),
    path(f"{HERE}mine/", mine.mine, name="mine"),
    path(f"{HERE}mine/leave/", mine.leave, name="leave"),
    path(f"{HERE}mine/leave/<uuid:uuid>/cancel/", mine.cancel_leave, name="cancel_leave"),
    path(f"{HERE}mine/note/", mine.note, name="note"),
    path(f"{HERE}mine/feeds/", mine.make_feed, name="make_feed"),
    path(f"{HERE}mine/feeds/<uuid:uuid>/revoke/", mine.revoke_feed, name="revoke_feed"),
    path(f"{HERE}swaps/<uuid:uuid>/", mine.answer_swap, name="answer_swap"),
    path(f"{HERE}ladders/", ladders.ladders, name="ladders"),
    path(f"{HERE}ladders/<uuid:uuid>/", ladders.ladder, name="ladder"),
    path(f"{HERE}ladders/<uuid:uuid>/act/", ladders.act, name="act"),
    path(f"{HERE}policies/<int:level>/", editing.edit_policy, name="edit_policy"),
    path("answer/<str:token>/", ladders.answer, name="answer"),
    path("calendar/<str:token>.ics", outside.feed, name="feed"),
]
