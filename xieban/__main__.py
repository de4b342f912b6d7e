"""The `xieban` command: Django's commands under the product's own name."""

import os
import sys

from jishi.environment.door import WrongSetting


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings first

    sys.argv[0] = "xieban"
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(str(wrong))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
