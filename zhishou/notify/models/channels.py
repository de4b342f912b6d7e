import uuid

from django.db import models
from django.db.models import Q

from jishi.vault.door import SealedField
from zhishou.people.models import Person


class Channel(models.Model):
    """One way to reach one person outside of the product; used once the person has proved that it arrives."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=20, help_text="Folder under notify/channels.")
    details = SealedField(place="notify.channel.details", help_text="JSON of what its form asks for.")
    shown = models.CharField(max_length=120, help_text="What may be seen of the details, masked.")
    rank = models.PositiveSmallIntegerField(default=0, help_text="The lowest is tried first.")
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True, default="")
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True, help_text="First failure since the last success.")
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.CharField(max_length=300, blank=True, default="", help_text="As in the latest attempt.")
    from_account = models.BooleanField(default=False, help_text="Made from the account's own mail address.")

    class Meta:
        ordering = ("rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(from_account=True, removed_at__isnull=True),
                name="notify_channel_one_from_account",
            ),
        )
        indexes = (
            models.Index(
                fields=["person", "rank"],
                condition=Q(removed_at__isnull=True),
                name="notify_channel_of_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Wishes(models.Model):
    """When a person does not want to be disturbed, and by what; locked while their notices are planned."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="notice_wishes")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    muted_kinds = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = (
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notify_wishes_quiet_has_both_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.quiet_from} to {self.quiet_until} {self.zone}"
