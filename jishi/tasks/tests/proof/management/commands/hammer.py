"""Writes as the web processes do: many short transactions that read before they write."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from jishi.tasks.tests.proof.models import Effect


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("seconds", type=float)

    def handle(self, *, seconds: float, **_: object) -> None:
        ends, count = time.monotonic() + seconds, 0
        while time.monotonic() < ends:
            with transaction.atomic():
                known = Effect.objects.filter(kind="hammer").count()
                Effect.objects.create(kind="hammer", key=str(known))
            count += 1
        self.stdout.write(f"{count} transactions")
