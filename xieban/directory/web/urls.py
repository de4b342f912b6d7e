"""Addresses of the directory's pages."""

from django.urls import path

from xieban.directory.web import account, administration, delegations, people, sheets, units

app_name = "directory"
urlpatterns = [
    path("account/", account.profile, name="account"),
    path("account/devices/others/end/", account.end_others, name="end_others"),
    path("account/devices/<uuid:uuid>/end/", account.end_device, name="end_device"),
    path("delegations/", delegations.mine, name="delegations"),
    path("delegations/<uuid:uuid>/end/", delegations.end, name="end_delegation"),
    path("people/", people.listing, name="people"),
    path("people/me/", people.mine, name="me"),
    path("people/sheets/", sheets.sheets, name="sheets"),
    path("people/sheets/directory.xlsx", sheets.workbook, name="workbook"),
    path("people/<uuid:uuid>/", people.one, name="person"),
    path("people/<uuid:uuid>/change/", administration.change, name="change_person"),
    path("people/<uuid:uuid>/hand-over/", administration.hand_over, name="hand_over"),
    path("people/<uuid:uuid>/return/", administration.let_return, name="let_return"),
    path("people/<uuid:uuid>/sign-out/", administration.sign_out, name="sign_out_person"),
    path("people/<uuid:uuid>/unlock/", administration.unlock, name="unlock"),
    path("people/<uuid:uuid>/password-link/", administration.password_link, name="password_link"),
    path("units/<slug:code>/", units.one, name="unit"),
    path("units/<slug:code>/new/", units.new, name="new_unit"),
    path("units/<slug:code>/change/", units.change, name="change_unit"),
    path("units/<slug:code>/close/", units.close, name="close_unit"),
    path("units/<slug:code>/leader/", units.lead, name="lead"),
    path("units/<slug:code>/people/new/", administration.new, name="new_person"),
    path("units/<slug:code>/posts/new/", units.new_post, name="new_post"),
    path("posts/<uuid:uuid>/change/", units.change_post, name="change_post"),
    path("posts/<uuid:uuid>/close/", units.close_post, name="close_post"),
    path("posts/<uuid:uuid>/appoint/", units.appoint, name="appoint"),
    path("appointments/<int:key>/end/", units.dismiss, name="dismiss"),
]
