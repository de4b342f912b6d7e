"""The directory as a workbook: out, and in again with a report."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xieban.directory import actions, queries
from xieban.directory.queries import PersonRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(forms.Form):
    """A workbook to bring in."""

    book = forms.FileField(label=_("Workbook"))

    def clean_book(self) -> bytes:
        """Return what the file holds; its size is bounded while it arrives."""
        content: bytes = self.cleaned_data["book"].read(settings.FILES_LARGEST + 1)
        return content


def sheets(request: PersonRequest) -> HttpResponse:
    """Show how it works; take a workbook, and show what became of it."""
    actions.require_administrator(request.user, unit=None, at=request.at)
    form = SheetForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = actions.bring_in(content=form.cleaned_data["book"], by=request.user, at=request.at)
    is_refused = bool(form.errors or (report and report.faults))
    words = {"form": form, "report": report, "columns": queries.sheet_columns()}
    return render(request, "directory/sheets.html", words, status=422 if is_refused else 200)


@require_safe
def workbook(request: PersonRequest) -> HttpResponse:
    """Send the directory as it is now."""
    actions.require_administrator(request.user, unit=None, at=request.at)
    response = HttpResponse(queries.workbook(at=request.at), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="directory-{request.at:%Y%m%d}.xlsx"'
    return response
