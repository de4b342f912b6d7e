"""What may be sent to the ticket's page."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jishi.files.door import MEGABYTE
from zhishou.contracts.rules import LEVEL_NAMES, PAUSE_NAMES, Level, PauseReason, say
from zhishou.desk.rules.words import EvidenceKind

MINUTE = timedelta(minutes=1)


def words_field(label: Any, *, rows: int = 4, most: int = 4000, required: bool = True) -> forms.CharField:
    """Return a field for what somebody has to say."""
    return forms.CharField(
        label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class FilesInput(forms.FileInput):
    """Where several files are chosen at once."""

    allow_multiple_selected = True


def files_field(*, required: bool = False) -> forms.Field:
    """Return a field for files; what arrives in it is read by `sent_files`, which knows what was turned away."""
    return forms.Field(
        label=_("Pictures and files"),
        required=False,
        widget=FilesInput(attrs={"required": required}),
        help_text=_("At most %(count)s, each up to %(size)s MB.")
        % {"count": settings.FILES_AT_ONCE, "size": settings.FILES_LARGEST // MEGABYTE},
    )


class FilesForm(forms.Form):
    """Files for a ticket; `internal` hides them from the client."""

    def __init__(self, data: Any = None, *, may_hide: bool) -> None:
        super().__init__(data, prefix="files")
        self.fields["files"] = files_field(required=True)
        if may_hide:
            self.fields["internal"] = forms.BooleanField(label=_("Only for the service team"), required=False)


class RevisionForm(forms.Form):
    """A change of a ticket as it was when the page was made."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, data: Any = None, *, prefix: str, revision: int) -> None:
        super().__init__(data, prefix=prefix)
        self.now = revision
        self.seen = revision
        self.fields["revision"].initial = revision

    def catch_up(self, *, revision: int) -> None:
        """Let the form speak of the ticket as it is now, so that the same words may be sent once more."""
        self.data = {**dict(self.data.items()), self.add_prefix("revision"): str(revision)}

    def clean(self) -> dict[str, Any]:
        """Refuse what was decided about an older state of the ticket; the words stay in the form."""
        cleaned = super().clean() or {}
        self.seen = min(cleaned.get("revision") or self.now, self.now)
        if cleaned.get("revision") != self.now:
            self.catch_up(revision=self.now)
            raise forms.ValidationError(
                _("Somebody changed this ticket while you were writing. Look at it again, then send once more."),
                code="stale",
            )
        return cleaned


class EvidenceForm(forms.Form):
    """What happened, and when; nothing said about when means now."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=[(one.value, one.value) for one in EvidenceKind])
    happened_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    words = words_field(_("What was done"))

    def __init__(self, data: Any = None, *, kind: EvidenceKind, reached_at: datetime) -> None:
        super().__init__(data, prefix=kind.value)
        self.reached_at = reached_at
        self.fields["kind"].initial = kind.value
        if kind is EvidenceKind.EMERGENCY_MEASURE:
            self.fields["words"].label = _("Measure taken")
            self.fields["plan"] = words_field(_("Emergency plan"), rows=5, most=20_000)
        if kind is EvidenceKind.CHECK_IN:
            self.fields["words"].label = _("Where, and who received you")
        if kind is EvidenceKind.CONFIRMATION:
            self.fields["words"].label = _("What works again or is done")

    def clean_happened_at(self) -> datetime | None:
        """Return the moment; the minute in which the ticket reached us counts whole."""
        moment: datetime | None = self.cleaned_data.get("happened_at")
        if moment is not None and moment < self.reached_at < moment + MINUTE:
            return self.reached_at
        return moment


class LevelForm(RevisionForm):
    """Another level, and why."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, data: Any = None, *, revision: int, language: str, level: int) -> None:
        super().__init__(data, prefix="level", revision=revision)
        choices = [(one.value, say(LEVEL_NAMES[one], language)) for one in Level if one.value != level]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class PauseForm(RevisionForm):
    """Why the clocks rest."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(
        label=_("Note"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you wait for, and from whom. The client reads this."),
    )

    def __init__(self, data: Any = None, *, revision: int, language: str, reasons: Iterable[PauseReason]) -> None:
        super().__init__(data, prefix="pause", revision=revision)
        choices = [(one.value, say(PAUSE_NAMES[one], language)) for one in PauseReason if one in set(reasons)]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]
