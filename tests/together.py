"""Real transactions at the same moment: threads with connections of their own."""

import threading
from collections import Counter
from collections.abc import Callable

from django.db import OperationalError, connection

from jishi.refusals.door import Refusal

AT_ONCE = 8


def together(work: Callable[[int], object]) -> Counter[str]:
    """Run `work` in several threads at once and count how it went."""
    barrier, outcomes = threading.Barrier(AT_ONCE), Counter[str]()

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            work(number)
            outcomes["done"] += 1
        except Refusal as refusal:
            outcomes[refusal.code] += 1
        except OperationalError as error:  # pragma: no cover - shown when it happens
            outcomes[str(error)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
