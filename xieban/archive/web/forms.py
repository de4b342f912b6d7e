"""What the archive is searched by."""

from django import forms


class SearchForm(forms.Form):
    """Words of title or number, a year, a department, a kind; where the page begins."""

    q = forms.CharField(required=False, max_length=200)
    year = forms.IntegerField(required=False, min_value=1900, max_value=3000)
    department = forms.SlugField(required=False, max_length=60)
    kind = forms.SlugField(required=False, max_length=12)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)
