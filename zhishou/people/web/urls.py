"""Addresses of people's pages."""

from django.urls import path

from zhishou.people.web import account, invitations, organisations, persons

app_name = "people"
urlpatterns = [
    path("account/", account.profile, name="account"),
    path("account/devices/others/end/", account.end_others, name="end_others"),
    path("account/devices/<uuid:uuid>/end/", account.end_device, name="end_device"),
    path("account/tokens/new/", account.make_token, name="make_token"),
    path("account/tokens/<uuid:uuid>/revoke/", account.revoke_token, name="revoke_token"),
    path("people/", persons.listing, name="persons"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/<uuid:uuid>/withdraw/", invitations.withdraw, name="withdraw"),
    path("people/<uuid:uuid>/", persons.one, name="person"),
    path("people/<uuid:uuid>/change/", persons.change, name="change_person"),
    path("people/<uuid:uuid>/close/", persons.close, name="close_account"),
    path("people/<uuid:uuid>/reopen/", persons.reopen, name="reopen_account"),
    path("people/<uuid:uuid>/sign-out/", persons.sign_out, name="sign_out_person"),
    path("people/<uuid:uuid>/unlock/", persons.unlock, name="unlock"),
    path("people/<uuid:uuid>/password-link/", persons.password_link, name="password_link"),
    path("organisations/", organisations.listing, name="organisations"),
    path("organisations/new/", organisations.new, name="new_organisation"),
    path("organisations/new-contract/", organisations.new_engagement, name="new_engagement"),
    path("organisations/<slug:code>/", organisations.one, name="organisation"),
    path("join/<slug:secret>/", invitations.accept, name="accept"),
    path("c/<slug:engagement_code>/people/", persons.of_engagement, name="engagement_people"),
    path("c/<slug:engagement_code>/people/grant/", persons.grant, name="grant_role"),
    path("c/<slug:engagement_code>/people/<int:grant_id>/revoke/", persons.revoke, name="revoke_role"),
]
