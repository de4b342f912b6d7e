import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person, Unit
from xieban.flows.models import Instance
from xieban.notices.rules import State
from xieban.writing.models import Body


class Notice(models.Model):
    """One notice; without departments it is meant for everybody."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="+")
    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, null=True, related_name="+")
    departments = models.ManyToManyField(Unit, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True, default="", help_text="Why it was withdrawn.")
    reminded_at = models.DateTimeField(null=True, help_text="When the unread were reminded last.")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="notices_notice_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "withdrawn"], published_at__isnull=False)
                | Q(state__in=["draft", "review"], published_at__isnull=True),
                name="notices_notice_published_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="notices_notice_withdrawn_says_why",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="notices_notice_has_a_title"),
        )
        indexes = (models.Index(fields=["by", "-id"], name="notices_notice_of_author"),)

    def __str__(self) -> str:
        return self.title


class Receipt(models.Model):
    """One receiver of a notice, and when he read it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["notice", "person"], name="notices_receipt_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("since")), name="notices_receipt_read_after"
            ),
        )
        indexes = (
            models.Index(fields=["person", "-since", "-id"], name="notices_receipt_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_receipt_unread"),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id}"
