from django.db import models


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
    tokens = models.TextField(help_text="Bigrams, words and pinyin initials, each once, with one blank between.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="search_document_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
