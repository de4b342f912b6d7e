"""Addresses of the documents' pages."""

from django.urls import path

from xieban.documents.web import documents, incoming, keeping, lists, statistics, supervision

app_name = "documents"
urlpatterns = [
    path("documents/", lists.documents, name="documents"),
    path("documents/new/", lists.new, name="new"),
    path("documents/incoming/", incoming.register, name="incoming"),
    path("documents/incoming/new/", incoming.receive, name="receive"),
    path("documents/supervision/", supervision.matters, name="supervision"),
    path("documents/supervision/new/", supervision.raise_matter, name="raise_matter"),
    path("documents/supervision/statistics/", supervision.statistics, name="supervision_statistics"),
    path("documents/new/<slug:kind>/", lists.draft, name="draft"),
    path("documents/register/<slug:kind>/", lists.registers, name="register"),
    path("documents/statistics/", statistics.show, name="statistics"),
    path("documents/kept/", keeping.kept, name="kept"),
    path("documents/kept/series/<uuid:uuid>/close/", keeping.close_series, name="close_series"),
    path("documents/kept/seals/<uuid:uuid>/close/", keeping.close_seal, name="close_seal"),
    path("documents/kept/mandatory/<int:key>/end/", keeping.end_mandatory, name="end_mandatory"),
    path("documents/of/<uuid:uuid>/", documents.of_instance, name="of_instance"),
    path("documents/<uuid:uuid>/", documents.one, name="document"),
    path("documents/<uuid:uuid>/edit/", documents.edit, name="edit"),
    path("documents/<uuid:uuid>/record/", incoming.record, name="record"),
    path("documents/<uuid:uuid>/answer/", incoming.answer, name="answer"),
    path("documents/<uuid:uuid>/circulate/", incoming.circulate, name="circulate"),
    path("documents/<uuid:uuid>/readings/<uuid:reading>/again/", incoming.again, name="again"),
    path("documents/<uuid:uuid>/pdf/", documents.pdf, name="pdf"),
    path("documents/<uuid:uuid>/word/", documents.word, name="word"),
    path("documents/<uuid:uuid>/pages/<int:number>/", documents.picture, name="picture"),
    path("documents/<uuid:uuid>/report/", documents.report, name="report"),
    path("documents/<uuid:uuid>/trail/", documents.trail, name="trail"),
    path("documents/<uuid:uuid>/void/", documents.void, name="void"),
    path("documents/<uuid:uuid>/convert/", documents.convert, name="convert"),
    path("documents/<uuid:uuid>/correct/", documents.correct, name="correct"),
    path("documents/<uuid:uuid>/recall/", documents.recall, name="recall"),
    path("documents/<uuid:uuid>/receipts/<uuid:receipt>/", documents.receipt, name="receipt"),
]
