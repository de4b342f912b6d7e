"""The `xieban` command: Django's commands under the product's own name."""

from jishi.commands.door import run


def main() -> None:
    run("xieban")


if __name__ == "__main__":
    main()
