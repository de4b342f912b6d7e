"""Alerts over HTTP: one of anybody's, or many of Alertmanager's."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Path, Router, Schema

from jishi.api.door import Moment, of_area
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions
from zhishou.desk.api.endpoints import at_the_door
from zhishou.desk.rules.alerts import (
    AlertNews,
    Outcome,
    fingerprint_of,
    level_of,
    plain,
    service_of,
    title_of,
    words_of,
)
from zhishou.people import queries as people
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["desk"])
router.add_decorator(at_the_door, mode="view")

SCOPE = "alerts"
MOST = 500
Labels = Annotated[dict[str, str], Field(max_length=200)]


class AlertIn(Schema):
    fingerprint: str = Field(min_length=1, max_length=128, description="Names the alert; the same is the same one.")
    status: Literal["firing", "resolved"]
    starts_at: Moment = Field(description="Since when it fires; told again, it must be the same.")
    ends_at: Moment | None = Field(None, description="When it was over; now where it is left out.")
    title: str = Field(min_length=1, max_length=200)
    words: str = Field("", max_length=8000)
    level: Level = Level.ORDINARY
    service_code: ServiceCode = ServiceCode.SYSTEM_ENVIRONMENT
    source: str = Field("", max_length=250, description="The sample that says so, or where it can be looked at.")


class AlertOut(Schema):
    fingerprint: str
    outcome: Outcome
    ticket: int | None = Field(description="The number of the ticket about it.")


class ManagedAlert(Schema):
    status: Literal["firing", "resolved"]
    labels: Labels
    annotations: Labels = Field(default_factory=dict)
    startsAt: Moment  # noqa: N815 - Alertmanager's names
    endsAt: str = Field("", max_length=64)  # noqa: N815 - as above; the year 1 where it is not over
    generatorURL: str = Field("", max_length=4000)  # noqa: N815 - as above
    fingerprint: str = Field("", max_length=128)


class ManagedAlerts(Schema):
    version: Literal["4"]
    alerts: list[ManagedAlert] = Field(max_length=MOST)


class AlertsOut(Schema):
    alerts: list[AlertOut]


def _take(request: PersonRequest, code: str, news: AlertNews) -> dict[str, Any]:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    told = actions.receive_alert(engagement=engagement, news=news, by=request.user, at=request.at)
    ticket = told.ticket.number if told.ticket else None
    return {"fingerprint": news.fingerprint, "outcome": told.outcome, "ticket": ticket}


@router.post("/alerts", url_name="desk_alerts", response=AlertOut)
@of_area(SCOPE)
def receive_alert(request: PersonRequest, code: Path[str], sent: AlertIn) -> dict[str, Any]:
    """Say that an alert fires, or is over: a ticket, once; its end stops the recovery clock as evidence."""
    news = AlertNews(
        fingerprint=plain(sent.fingerprint, most=128) or fingerprint_of({"": sent.fingerprint}),
        started_at=sent.starts_at,
        resolved_at=(sent.ends_at or request.at) if sent.status == "resolved" else None,
        title=plain(" ".join(sent.title.split()), most=200) or "alert",
        words=plain(sent.words, most=8000) or plain(sent.title, most=200) or "alert",
        level=sent.level,
        service_code=sent.service_code,
        source=plain(sent.source, most=250),
    )
    return _take(request, code, news)


@router.post("/alerts/alertmanager", url_name="desk_alertmanager", response=AlertsOut)
@of_area(SCOPE)
def receive_managed_alerts(request: PersonRequest, code: Path[str], sent: ManagedAlerts) -> dict[str, Any]:
    """Take what Alertmanager's webhook sends (version 4); `severity` or `level` says how grave it is."""
    return {"alerts": [_take(request, code, news_of(one, at=request.at)) for one in sent.alerts]}


def news_of(sent: ManagedAlert, *, at: datetime) -> AlertNews:
    """Return what Alertmanager says about one alert."""
    source = sent.generatorURL if sent.generatorURL.startswith(("http://", "https://")) else ""
    return AlertNews(
        fingerprint=plain(sent.fingerprint, most=128) or fingerprint_of(sent.labels),
        started_at=sent.startsAt,
        resolved_at=_ended(sent.endsAt, at=at) if sent.status == "resolved" else None,
        title=title_of(sent.labels, sent.annotations),
        words=words_of(sent.labels, sent.annotations, source=source),
        level=level_of(sent.labels),
        service_code=service_of(sent.labels),
        source=plain(source, most=250),
    )


def _ended(said: str, *, at: datetime) -> datetime:
    """Return when an alert was over; Alertmanager writes the year 1 where it does not know."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return at
    return found.astimezone(UTC) if found.tzinfo is not None and found.year > 2000 else at  # noqa: PLR2004 - no alert is older
