"""Forms in the look of the pages: `{{ form }}` is enough."""

from django.forms.renderers import DjangoTemplates


class TablerRenderer(DjangoTemplates):
    """Renders a form field by field, each with its label, control, help and errors tied together."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"
