"""Systems: the list, one system, how it is reached, its agents, its profile versions."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from zhishou.contracts.queries import get_contract
from zhishou.systems import actions, queries
from zhishou.systems.actions.trying import try_connector
from zhishou.systems.queries import MINDS
from zhishou.systems.rules.reading import WrongProfile
from zhishou.systems.rules.words import CONNECTOR_NAMES, ConnectorKind, say
from zhishou.systems.web import rows
from zhishou.systems.web.forms import AgentForm, ConnectorForm, ProfileForm
from zhishou.systems.web.looks import Look, enter
from zhishou.systems.web.words import least_of

if TYPE_CHECKING:
    from zhishou.contracts.rules.declared import Fault

MOST_TRIALS = 6
MOST_FAULTS = 50


@require_safe
def systems(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the systems of the contract."""
    return _show_systems(request, enter(request, engagement_code), ProfileForm())


def _show_systems(
    request: PageRequest, look: Look, form: ProfileForm, faults: "tuple[Fault, ...]" = ()
) -> HttpResponse:
    found = [
        {
            "system": one,
            "version": queries.newest_version(one),
            "components": queries.components_of(one).count(),
            "modules": queries.modules_of(one).count(),
            "probes": queries.probes_of(one).count(),
            "lacking": sum(row.state.kind == "warning" for row in rows.connectors(one, look.language)),
        }
        for one in queries.systems_of(look.person, engagement=look.engagement, at=look.at)
    ]
    told = [one.told(gettext) for one in faults[:MOST_FAULTS]]
    shown = {"look": look, "systems": found, "form": form, "faults": told, "count": len(faults)}
    return render(request, "systems/systems.html", shown, status=422 if form.is_bound else 200)


@require_POST
def load(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Load a profile: a system, or its next version."""
    look = enter(request, engagement_code, only=MINDS)
    contract = get_contract(look.person, code=engagement_code, at=look.at)
    form = ProfileForm(request.POST, request.FILES)

    def do() -> object:
        loaded = actions.load_profile(text=form.text(), contract=contract, by=look.person, at=look.at)
        if not loaded.made:
            messages.info(request, _("The profile is the same as the version that is in force."))
        return loaded

    try:
        if attempt(request, form, do, done=_("The profile was loaded.")):
            return redirect("systems:systems", engagement_code=engagement_code)
    except WrongProfile as error:
        return _show_systems(request, look, form, error.faults)
    return _show_systems(request, look, form)


@require_safe
def system(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Show one system: components with their probes, modules, connectors, agents."""
    look = enter(request, engagement_code)
    return _show_system(request, look, system_code, AgentForm())


def _show_system(request: PageRequest, look: Look, code: str, form: AgentForm, key: str = "") -> HttpResponse:
    one = look.system(code)
    found = rows.components(one, look.language)
    names = {row.component.code: row.component.name for row in found}
    modules = list(queries.modules_of(one))
    shown = {
        "look": look,
        "system": one,
        "version": queries.newest_version(one),
        "components": found,
        "modules": [(each, [names.get(code, code) for code in each.components]) for each in modules],
        "connectors": rows.connectors(one, look.language),
        "agents": rows.agents(one, at=look.at),
        "form": form,
        "key": key,
    }
    return render(request, "systems/system.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def connector(request: PageRequest, engagement_code: str, system_code: str, connector_code: str) -> HttpResponse:
    """Say how a part is reached in this deployment, and try it."""
    look = enter(request, engagement_code, only=MINDS)
    one = queries.get_connector(look.system(system_code), code=connector_code)
    form = ConnectorForm(
        request.POST if request.method == "POST" else None, connector=one, initial={"address": one.set_address}
    )

    def do() -> object:
        actions.set_address(connector=one, address=form.cleaned_data["address"], by=look.person, at=look.at)
        for name, secret in form.secrets():
            actions.set_secret(connector=one, name=name, secret=secret, by=look.person, at=look.at)
        return one

    if request.method == "POST" and attempt(request, form, do, done=_("Saved. Try it.")):
        return redirect("systems:connector", engagement_code, system_code, connector_code)
    probes = [each for each in queries.probes_of(one.system) if each.connector_id == one.pk]
    tried = []
    if request.method == "GET" and request.GET.get("try") == "now":
        chosen = probes[:MOST_TRIALS]
        seen = try_connector(connector=one, probes=chosen, by=look.person, at=look.at)
        tried = rows.trials(chosen, seen, look.language)
    shown = {
        "look": look,
        "system": one.system,
        "connector": one,
        "kind": say(CONNECTOR_NAMES[ConnectorKind(one.kind)], look.language),
        "least": least_of(one.kind),
        "form": form,
        "probes": probes,
        "tried": tried,
    }
    return render(request, "systems/connector.html", shown, status=422 if form.is_bound else 200)


@require_POST
def add_agent(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Make the key of a host's agent, and show it this once."""
    look = enter(request, engagement_code, only=MINDS)
    one, form, made = look.system(system_code), AgentForm(request.POST), []

    def do() -> object:
        made.append(actions.make_agent(system=one, name=form.cleaned_data["name"], by=look.person, at=look.at).raw)
        return made

    attempt(request, form, do, done=_("The key was made. Copy it now: it is not shown again."))
    return _show_system(request, look, system_code, form, *made)


@require_POST
def revoke_agent(request: PageRequest, engagement_code: str, system_code: str, key: UUID) -> HttpResponse:
    """Take nothing by an agent's key any more."""
    look = enter(request, engagement_code, only=MINDS)
    agent = queries.get_agent(look.system(system_code), key=key)
    actions.revoke_agent(agent=agent, by=look.person, at=look.at)
    messages.success(request, _("The key of %(name)s does not count any more.") % {"name": agent.name})
    return redirect("systems:system", engagement_code, system_code)


@require_safe
def versions(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """List the profile versions."""
    look = enter(request, engagement_code)
    one = look.system(system_code)
    shown = {"look": look, "system": one, "versions": queries.versions_of(one)}
    return render(request, "systems/versions.html", shown)


@require_safe
def source(request: PageRequest, engagement_code: str, system_code: str, number: int) -> HttpResponse:
    """Hand out the profile of a version as it was loaded."""
    look = enter(request, engagement_code)
    version = queries.get_version(look.system(system_code), number=number)
    response = HttpResponse(version.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{system_code}-{number}.toml"'
    return response
