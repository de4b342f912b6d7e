"""What the windows of a ticket ask."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import SERVICE_NAMES, ServiceCode, say
from zhishou.desk.models import Ticket
from zhishou.desk.rules.modules import module_name
from zhishou.desk.rules.words import TicketKind
from zhishou.desk.web.forms import RevisionForm, words_field
from zhishou.desk.web.words import KINDS

BIGGEST = 2**31 - 1
MINUTE = timedelta(minutes=1)
Pairs = Iterable[tuple[str, str]]


class WordsForm(forms.Form):
    """Words alone: they contradict nobody, so nothing about them can be stale."""

    def __init__(
        self, data: Any = None, *, prefix: str, label: Any, required: bool = True, most: int = 4000
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["words"] = words_field(label, most=most, required=required)


class SaidForm(RevisionForm):
    """A change and the words that go with it."""

    def __init__(
        self,
        data: Any = None,
        *,
        prefix: str,
        revision: int,
        label: Any,
        help_text: Any = "",
        required: bool = True,
    ) -> None:
        super().__init__(data, prefix=prefix, revision=revision)
        self.fields["words"] = words_field(label, required=required)
        self.fields["words"].help_text = help_text


class SinceForm(SaidForm):
    """Words, and since when it works."""

    def __init__(
        self, data: Any = None, *, reached_at: datetime, since: datetime | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.reached_at, self.since = reached_at, since
        self.fields["works_since"] = forms.DateTimeField(
            label=_("Works or done since"),
            required=False,
            initial=since,
            help_text=_("The moment that counts for the promises. Empty: now.")
            if since is None
            else _("The moment that counts for the promises; change it if it worked earlier or later."),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )

    def clean_works_since(self) -> datetime | None:
        """Return the moment; a whole minute means the moment in it that is known more exactly."""
        moment: datetime | None = self.cleaned_data.get("works_since")
        for exact in (self.since, self.reached_at):
            if moment is not None and exact is not None and moment <= exact < moment + MINUTE:
                return exact
        return moment


class ChoiceForm(SaidForm):
    """One of several, and words."""

    def __init__(self, data: Any = None, *, choices: Pairs, chosen: Any, first: str = "", **more: Any) -> None:
        super().__init__(data, **more)
        field = forms.ChoiceField(label=chosen, choices=list(choices), initial=first or None)
        self.fields = {"revision": self.fields["revision"], "choice": field, "words": self.fields["words"]}


class OneOfForm(RevisionForm):
    """One of several, and nothing else."""

    def __init__(self, data: Any = None, *, prefix: str, revision: int, choices: Pairs, chosen: Any) -> None:
        super().__init__(data, prefix=prefix, revision=revision)
        self.fields["choice"] = forms.ChoiceField(label=chosen, choices=list(choices))


class AnswerForm(forms.Form):
    """Yes or no; a no says why."""

    def __init__(self, data: Any = None, *, prefix: str, yes: Any, no: Any, most: int = 4000) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["answer"] = forms.ChoiceField(
            label=_("Your answer"), choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect
        )
        self.fields["words"] = words_field(_("Your words"), required=False, most=most)
        self.fields["words"].help_text = _("A refusal says why.")


class NumberForm(RevisionForm):
    """Another ticket."""

    number = forms.IntegerField(label=_("Ticket number"), min_value=1, max_value=BIGGEST)


class MergeForm(NumberForm):
    """Into which ticket and why; `shown` is the number whose consequences have been shown."""

    words = words_field(_("Reason"), rows=2)
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=BIGGEST)

    def clean(self) -> dict[str, Any]:
        """Ask to look at what follows before anything is done."""
        cleaned = super().clean()
        number = cleaned.get("number")
        if number is not None and cleaned.get("shown") != number:
            self.data = {**dict(self.data.items()), self.add_prefix("shown"): str(number)}
            raise forms.ValidationError(_("Read what follows, then merge."), code="preview")
        return cleaned


class ExtendForm(OneOfForm):
    """Which promise, how long instead, and why."""

    amount = forms.IntegerField(label=_("Instead within"), min_value=1, max_value=366)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("hours", _("hours")), ("days", _("days")), ("working days", _("working days"))]
    )
    words = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Counted from the start of the clock. It holds only if the client agrees."),
    )  # fmt: skip

    field_order = ("revision", "choice", "amount", "unit", "words")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(self.field_order)

    def within(self) -> str:
        """Return the wish as a duration is written."""
        return f"{self.cleaned_data['amount']} {self.cleaned_data['unit']}"


class CorrectForm(RevisionForm):
    """What the ticket should say of itself."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    service_code = forms.ChoiceField(label=_("Service"))
    module = forms.CharField(label=_("Module"), max_length=60, required=False)
    words = words_field(_("Reason"), rows=2)

    def __init__(
        self, data: Any = None, *, revision: int, language: str, kinds: Iterable[TicketKind], now: Ticket
    ) -> None:
        super().__init__(data, prefix="correct", revision=revision)
        self.fields["kind"].choices = [(one.value, KINDS[one]) for one in TicketKind if one in set(kinds)]  # type: ignore[attr-defined]
        services = [(one.value, f"{one.value} {say(SERVICE_NAMES[one], language)}") for one in ServiceCode]
        self.fields["service_code"].choices = services  # type: ignore[attr-defined]
        for name in ("title", "kind", "service_code", "module"):
            self.fields[name].initial = getattr(now, name)
        self.fields["module"].initial = module_name(now.module, language)
