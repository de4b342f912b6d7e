from django.db import models


class Effect(models.Model):
    """Something that background work did; a second row of the same kind and key is a thing done twice."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)

    # Named here because the type checker knows only the apps of the products' own settings.
    objects: models.Manager["Effect"] = models.Manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
