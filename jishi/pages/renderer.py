"""Forms in the look of the pages: `{{ form }}` is enough."""

from collections.abc import Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


class TablerRenderer(DjangoTemplates):
    """Renders a form field by field, each with its label, control, help and errors tied together."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        """Render a template; the library draws each choice of a list by one: those are drawn here.

        A list of a hundred choices costs a page more than everything else on it.
        """
        if template_name == _SELECT:
            return _select(context["widget"])
        if template_name in _LINES:
            return _line(context["widget"])
        return super().render(template_name, dict(context), request)


_WIDGETS: Final = "django/forms/widgets/"
_SELECT: Final = f"{_WIDGETS}select.html"
_LINES: Final = frozenset(f"{_WIDGETS}{name}.html" for name in ("text", "number", "email", "hidden", "password"))
_OPTION: Final = f"{_WIDGETS}select_option.html"


def _select(widget: Mapping[str, Any]) -> SafeString:
    lines = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _number in widget["optgroups"]:
        if group:
            lines.append(f'  <optgroup label="{conditional_escape(group)}">')
        for option in options:
            assert option["template_name"] == _OPTION, option["template_name"]  # noqa: S101 - no other kind is drawn
            value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
            lines.append(f'  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>')
        if group:
            lines.append("  </optgroup>")
    return SafeString("\n".join([*lines, "</select>"]))


def _line(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{conditional_escape(str(widget["value"]))}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def _attributes(attributes: Mapping[str, Any]) -> str:
    said = ((name, value) for name, value in attributes.items() if value is not False)
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"' for name, value in said
    )
