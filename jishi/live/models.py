from django.db import models


class Announcement(models.Model):
    """News for the live servers of SQLite, which they read by rising id; on PostgreSQL there are no rows."""

    audience = models.CharField(max_length=100)
    news = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.news} → {self.audience}"
