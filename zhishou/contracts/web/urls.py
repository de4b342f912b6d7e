"""Addresses of contracts."""

from django.urls import path

from zhishou.contracts.web import entitlements, hours, terms

app_name = "contracts"
HERE = "c/<slug:engagement_code>/contract/"
ONE = f"{HERE}entitlements/<slug:key>/"

urlpatterns = [
    path("contracts/", terms.mine, name="mine"),
    path(HERE, terms.terms, name="terms"),
    path(f"{HERE}services/", terms.services, name="services"),
    path(f"{HERE}versions/", terms.versions, name="versions"),
    path(f"{HERE}versions/<int:number>.toml", terms.source, name="source"),
    path(f"{HERE}milestones/", terms.milestones, name="milestones"),
    path(f"{HERE}milestones/<uuid:key>/paid/", terms.confirm_payment, name="confirm_payment"),
    path(f"{HERE}entitlements/", entitlements.entitlements, name="entitlements"),
    path(ONE, entitlements.entitlement, name="entitlement"),
    path(f"{ONE}reserve/", entitlements.reserve, name="reserve"),
    path(f"{ONE}approve/", entitlements.approve, name="approve"),
    path(f"{HERE}reservations/<uuid:key>/<slug:verb>/", entitlements.move, name="move"),
    path(f"{HERE}calendar/", hours.calendar, name="calendar"),
    path(f"{HERE}calendar/override/", hours.override, name="override"),
    path(f"{HERE}calendar/withdraw/", hours.withdraw, name="withdraw"),
]
