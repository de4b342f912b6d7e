"""What the pages of a text send."""

from django import forms

MOST_REVISION = 1_000_000


class TextForm(forms.Form):
    """What was typed, and on top of which revision."""

    html = forms.CharField(required=False, strip=False)
    on_revision = forms.IntegerField(min_value=0, max_value=MOST_REVISION)
    why = forms.CharField(required=False, max_length=200)


class CompareForm(forms.Form):
    """Two revisions; 0 is the empty page."""

    older = forms.IntegerField(min_value=0, max_value=MOST_REVISION)
    newer = forms.IntegerField(min_value=1, max_value=MOST_REVISION)
