from django.db import models

from jishi.search.migrating import TokensField


class Document(models.Model):
    """What may be found by its texts; derived, so that it can be thrown away and built again."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    scope = models.CharField(max_length=100, help_text="To what it belongs, e.g. an engagement's uuid.")
    title = models.TextField(help_text="Normalised; counts more.")
    body = models.TextField(blank=True, help_text="Normalised.")
    place = models.CharField(
        max_length=20, help_text="One token for kind and scope, so that the index filters both."
    )
    position = models.BigIntegerField(null=True, help_text="Where its owner shows it: the greatest first.")
    tokens = TokensField(help_text="Bigrams, words and pinyin initials, each once, with one blank between.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="search_document_once"),)
        indexes = (
            models.Index(
                fields=["position"], condition=models.Q(position__isnull=False), name="search_document_position"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
