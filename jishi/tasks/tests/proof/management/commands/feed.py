"""Gives the processes under test something to do, one transaction for each."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from jishi.outbox.door import publish
from jishi.tasks.tests.proof.jobs import Happened, cause_event, leave_effect, leave_effect_at_least_once


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int)

    def handle(self, *, count: int, **_: object) -> None:
        for number in range(count):
            with transaction.atomic():
                publish(Happened(key=f"event-{number}"), at=timezone.now())
                leave_effect.enqueue(kind="task", key=str(number))
                if number % 10 == 0:
                    cause_event.enqueue(key=str(number))
                    leave_effect_at_least_once.enqueue(key=str(number))
