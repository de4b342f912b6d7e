"""What is searched for."""

from django import forms


class SearchForm(forms.Form):
    """Words, and where the page begins."""

    q = forms.CharField(required=False, max_length=200)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)
