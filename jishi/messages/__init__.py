"""Messages in two languages: what the code says in English, and each area's own Chinese for it.

An area's catalogue is `locale/zh_Hans/LC_MESSAGES/django.po` beside its code. Works on files alone, without
settings, without Django's `makemessages` and without the gettext programs. Refuses to guess: a message is
translated or it is missing.
"""
