import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from xieban.directory.models import Person
from xieban.writing.rules.words import Source


class Body(models.Model):
    """What somebody writes for one object of another area; `kind` and `key` say for which."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60, help_text="Of the holder, e.g. documents.dispatch.")
    key = models.CharField(max_length=60, help_text="Of the holder: its uuid.")
    last_number = models.PositiveIntegerField(default=0, help_text="Of its last revision; 0 before the first.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="writing_body_one_of_holder"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(key=""), name="writing_body_has_holder"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Revision(models.Model):
    """One saved state of a body; the database refuses to change or remove it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    html = models.TextField(blank=True, help_text="As `rules.canonical` writes it.")
    words = models.TextField(blank=True, help_text="The same without its dress.")
    sha256 = models.CharField(max_length=64, help_text="Of html.")
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Source])
    why = models.CharField(max_length=200, blank=True, default="")
    losses = models.JSONField(
        default=dict, blank=True, help_text="What a Word file had and this has not: how many."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["body", "number"], name="writing_revision_one_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="writing_revision_counts_from_one"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="writing_revision_digest"),
            models.CheckConstraint(
                condition=Q(source__in=[one.value for one in Source]), name="writing_revision_known_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.body} · {self.number}"

    @property
    def previous(self) -> int:
        """Return the number of the one before; 0 for the first."""
        return self.number - 1


class Draft(models.Model):
    """What one person has typed on top of one revision and has not saved: it survives a closed browser."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    html = models.TextField(blank=True, help_text="Sanitised; not yet what `layout` can print.")
    on_revision = models.PositiveIntegerField(help_text="What it was typed on top of; 0: on an empty page.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["body", "person"], name="writing_draft_one_each"),)

    def __str__(self) -> str:
        return f"{self.body} · {self.person}"


class Presence(models.Model):
    """One person who has a body open to write, since when, and when the page was heard of last."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=["body", "person"], name="writing_presence_one_each"),
            models.CheckConstraint(condition=Q(seen_at__gte=F("since")), name="writing_presence_seen_after_since"),
        )

    def __str__(self) -> str:
        return f"{self.body} · {self.person}"
