import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.ledger.models.entry import Entry
from zhishou.people.models import Engagement


class Waiting(models.Model):
    """An entry that is not sealed yet; a trigger writes it with the entry, the sealing transaction removes it."""

    # Without constraints: the trigger copies what was just checked, and eight writers need not check it again.
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="waiting", db_constraint=False
    )
    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=["engagement", "entry"], name="ledger_waiting_in_order"),)

    def __str__(self) -> str:
        return f"{self.entry_id}"


class Chain(models.Model):
    """The evidence of one engagement, in the order in which it was sealed; one more for the deployment itself."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, null=True, related_name="ledger_chain")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(engagement__isnull=True), output_field=models.BooleanField()),
                condition=Q(engagement__isnull=True),
                name="ledger_chain_one_of_deployment",
            ),
        )

    def __str__(self) -> str:
        return str(self.uuid)


class Seal(models.Model):
    """The place of one entry in its chain."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="seals", db_index=False)
    position = models.PositiveBigIntegerField()
    entry_digest = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64, help_text="Commits to this entry and to every one before it.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "position"], name="ledger_seal_one_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="ledger_seal_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.position}"


class Batch(models.Model):
    """What one stroke of the sealer sealed; its head commits to the whole chain up to here."""

    head = models.CharField(max_length=64, primary_key=True)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveBigIntegerField()
    first_position = models.PositiveBigIntegerField()
    last_position = models.PositiveBigIntegerField()
    previous_head = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "number"], name="ledger_batch_one_a_number"),
            models.UniqueConstraint(fields=["chain", "last_position"], name="ledger_batch_one_an_end"),
            models.CheckConstraint(
                condition=Q(last_position__gte=F("first_position")), name="ledger_batch_is_not_empty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.head[:16]}"


class ShownHead(models.Model):
    """The head that both parties were told on one day: from then on no earlier row can be rewritten unseen."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="shown_heads")
    day = models.DateField()
    head = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    last_position = models.PositiveBigIntegerField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["engagement", "day"], name="ledger_shownhead_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.head[:16]}"
