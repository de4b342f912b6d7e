"""Every shift between two instants: one sweep over the edges, which agrees with `on_watch` at every instant."""

from bisect import bisect_right
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from zhishou.duty.rules.rosters import (
    NOBODY,
    Absence,
    Duty,
    Layer,
    Override,
    Plan,
    Shift,
    Source,
    Version,
    hand_over_at,
    layer_duty,
    turn_at,
    window_spans,
    zone_of,
)


class _Lane:
    """One layer of one version between two instants: its hand-overs and open windows, computed once."""

    def __init__(self, version: Version, place: int, since: datetime, until: datetime, zone: str) -> None:
        self.version, self.place = version, place
        layer = version.layers[place]
        self.first_turn = turn_at(layer, since, zone)
        self.hand_overs = [hand_over_at(layer, self.first_turn, zone)]
        while self.hand_overs[-1] < until:
            self.hand_overs.append(hand_over_at(layer, self.first_turn + len(self.hand_overs), zone))
        self.edges = _open_edges(layer, since, until, zone)

    def cuts(self) -> list[datetime]:
        return [*self.hand_overs, *(self.edges or ())]

    def duty(self, at: datetime, absent: frozenset[int]) -> Duty | None:
        if self.edges is not None and bisect_right(self.edges, at) % 2 == 0:
            return None
        turn = self.first_turn + bisect_right(self.hand_overs, at) - 1
        return layer_duty(self.version, self.place, turn, absent)


def _open_edges(layer: Layer, since: datetime, until: datetime, zone: str) -> list[datetime] | None:
    """Return start, end, start, end … of the merged open windows; None where the layer is always open."""
    if not layer.windows:
        return None
    tz = zone_of(zone)
    first, last = since.astimezone(tz).date() - timedelta(days=2), until.astimezone(tz).date() + timedelta(days=1)
    edges: list[datetime] = []
    for start, end in sorted(window_spans(layer, first, last, zone)):
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += [start, end]
    return edges


def _versions_in_force(plan: Plan, since: datetime, until: datetime) -> list[tuple[datetime, datetime, Version]]:
    """Return which version decides from when until when; the higher number wins from its moment on."""
    edges = sorted({since, *(v.begins_at for v in plan.versions if since < v.begins_at < until)})
    found = []
    for start, end in zip(edges, [*edges[1:], until], strict=True):
        ruling = [version for version in plan.versions if version.begins_at <= start]
        if ruling:
            found.append((start, end, max(ruling, key=lambda version: version.number)))
    return found


class _Running:
    """The overrides and absences in force, moved forward from cut to cut."""

    def __init__(self, plan: Plan, until: datetime) -> None:
        things: list[Override | Absence] = [*plan.overrides, *plan.absences]
        live = [thing for thing in things if thing.begins_at < min(thing.stops_at, until)]
        self.starting = sorted(live, key=lambda thing: thing.begins_at, reverse=True)
        self.stopping = sorted(live, key=lambda thing: thing.stops_at, reverse=True)
        self.overrides: dict[int, Override] = {}
        self.gone: Counter[int] = Counter()
        self.absent: frozenset[int] = frozenset()

    def move(self, at: datetime) -> None:
        while self.starting and self.starting[-1].begins_at <= at:
            self._mark(self.starting.pop(), 1)
        while self.stopping and self.stopping[-1].stops_at <= at:
            self._mark(self.stopping.pop(), -1)

    def _mark(self, thing: Override | Absence, step: int) -> None:
        if isinstance(thing, Absence):
            self.gone[thing.person] += step
            self.absent = frozenset(person for person, count in self.gone.items() if count)
        elif step > 0:
            self.overrides[thing.number] = thing
        else:
            del self.overrides[thing.number]

    def duty(self) -> Duty | None:
        for number in sorted(self.overrides, reverse=True):
            if self.overrides[number].person not in self.absent:
                return Duty(self.overrides[number].person, Source.OVERRIDE, f"o{number}")
        return None


def shifts(plan: Plan, *, since: datetime, until: datetime) -> list[Shift]:
    """Return every shift between two instants, gaps included: in order, without overlap, without a hole."""
    if since >= until:
        return []
    lanes = [
        (start, end, [_Lane(version, place, start, end, plan.zone) for place in range(len(version.layers))])
        for start, end, version in _versions_in_force(plan, since, until)
    ]
    cuts = {since, until}
    for start, end, lane_list in lanes:
        cuts.add(start)
        cuts.update(cut for lane in lane_list for cut in lane.cuts() if start < cut < end)
    things: list[Override | Absence] = [*plan.overrides, *plan.absences]
    cuts.update(cut for thing in things for cut in (thing.begins_at, thing.stops_at) if since < cut < until)
    ordered, running, ruling = sorted(cuts), _Running(plan, until), 0
    found: list[Shift] = []
    for start, end in pairwise(ordered):
        running.move(start)
        while ruling < len(lanes) - 1 and lanes[ruling + 1][0] <= start:
            ruling += 1
        in_force = lanes[ruling][2] if lanes and lanes[ruling][0] <= start else []
        duty = running.duty() or next(
            (duty for lane in in_force if (duty := lane.duty(start, running.absent))), NOBODY
        )
        _append(found, duty, start, end)
    return found


def _append(found: list[Shift], duty: Duty, start: datetime, end: datetime) -> None:
    last = found[-1] if found else None
    if last and (last.person, last.source, last.key) == (duty.person, duty.source, duty.key):
        start = found.pop().starts_at
    found.append(
        Shift(
            starts_at=start,
            ends_at=end,
            person=duty.person,
            source=duty.source,
            key=duty.key,
            layer=duty.layer,
        )
    )
