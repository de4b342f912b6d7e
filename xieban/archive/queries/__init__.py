"""Reads about the archive; a record is seen by whoever sees its document."""

from xieban.archive.queries.evidence import evidence_of
from xieban.archive.queries.facts import facts_of_document
from xieban.archive.queries.labels import CHECKS, verdicts_of
from xieban.archive.queries.records import (
    ARCHIVED_KINDS,
    Waiting,
    faults_of,
    found_records,
    get_record,
    inspections_of,
    keeps_archive,
    last_inspection,
    may_try,
    record_of,
    referenced_contents,
    to_put_right,
    visible,
    waiting_for,
    years_and_departments,
)

__all__ = [
    "ARCHIVED_KINDS",
    "CHECKS",
    "Waiting",
    "evidence_of",
    "facts_of_document",
    "faults_of",
    "found_records",
    "get_record",
    "inspections_of",
    "keeps_archive",
    "last_inspection",
    "may_try",
    "record_of",
    "referenced_contents",
    "to_put_right",
    "verdicts_of",
    "visible",
    "waiting_for",
    "years_and_departments",
]
