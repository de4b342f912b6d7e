"""Addresses of inspections."""

from django.urls import path

from zhishou.inspections.web import findings, plans, reports, rounds, site

app_name = "inspections"
HERE = "c/<slug:engagement_code>/inspections/"
ROUND = f"{HERE}rounds/<uuid:uuid>/"

urlpatterns = [
    path(HERE, rounds.rounds, name="rounds"),
    path(f"{HERE}rounds/worker.js", site.worker, name="worker"),
    path(ROUND, rounds.inspected, name="round"),
    path(f"{ROUND}site/", site.site, name="site"),
    path(f"{ROUND}acts/", site.act, name="act"),
    path(f"{ROUND}gather/", rounds.gather, name="gather"),
    path(f"{ROUND}hand/", rounds.hand, name="hand"),
    path(f"{ROUND}cancel/", rounds.cancel, name="cancel"),
    path(f"{ROUND}draft/", reports.draft, name="draft"),
    path(f"{ROUND}prepare/", reports.prepare, name="prepare"),
    path(f"{ROUND}review/", reports.review, name="review"),
    path(f"{ROUND}issue/", reports.issue, name="issue"),
    path(f"{HERE}results/<uuid:uuid>/", findings.result, name="result"),
    path(f"{HERE}findings/", findings.findings, name="findings"),
    path(f"{HERE}findings/<int:number>/", findings.finding, name="finding"),
    path(f"{HERE}findings/<int:number>/change/", findings.change, name="change_finding"),
    path(f"{HERE}findings/<int:number>/ticket/", findings.open_ticket, name="finding_ticket"),
    path(f"{HERE}reports/", reports.reports, name="reports"),
    path(f"{HERE}reports/<uuid:uuid>/", reports.report, name="report"),
    path(f"{HERE}reports/<uuid:uuid>/<slug:kind>/", reports.report_file, name="report_file"),
    path(f"{HERE}files/<uuid:uuid>/", site.picture, name="picture"),
    path(f"{HERE}files/<uuid:uuid>/small/", site.thumbnail, name="thumbnail"),
    path(f"{HERE}plans/", plans.plans, name="plans"),
    path(f"{HERE}plans/new/", plans.new_plan, name="new_plan"),
    path(f"{HERE}plans/<uuid:uuid>/", plans.plan, name="plan"),
    path(f"{HERE}plans/<uuid:uuid>/stop/", plans.stop_plan, name="stop_plan"),
    path(f"{HERE}sheets/", plans.sheets, name="sheets"),
    path(f"{HERE}sheets/write/", plans.write_sheet, name="write_sheet"),
    path(f"{HERE}sheets/<slug:code>/<int:number>/", plans.sheet, name="sheet"),
]
