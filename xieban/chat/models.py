import uuid

from django.db import models
from django.db.models import F, Q

from jishi.keys.door import KeyRow
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person


class Account(models.Model):
    """One person's account on the chat server, as the server has it since we last told it."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(
        max_length=255, unique=True, help_text="e.g. @liuting:office.example; never another."
    )
    name = models.CharField(max_length=60, blank=True, default="", help_text="What the server shows.")
    is_open = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, help_text="When the server was told last; null: it never was.")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.address


class Room(models.Model):
    """One room that we made: of a department, about a document or meeting, of two people, one's own, a watch's."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    key = models.CharField(
        max_length=80, help_text="Uuid of what it is about; of two people, both; of a watch, its name."
    )
    address = models.CharField(
        max_length=255, blank=True, default="", help_text="Empty: not made at the server yet."
    )
    name = models.CharField(max_length=200, blank=True, default="", help_text="What the server shows.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="chat_room_one_of_each"),
            models.UniqueConstraint(fields=["address"], condition=~Q(address=""), name="chat_room_one_address"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="chat_room_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.key}"


class Member(models.Model):
    """One person in a room: asked in by himself or by what the room is about; `is_in`, as the server has it."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came_himself = models.BooleanField(default=False, help_text="Opened the room; stays as long as he may see it.")
    is_in = models.BooleanField(default=False)
    since = models.DateTimeField()
    read_up_to = models.BigIntegerField(default=0, help_text="Key of the last message that he has read.")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["room", "person"], name="chat_member_once"),)
        indexes = (models.Index(fields=["person"], name="chat_member_of_person"),)

    def __str__(self) -> str:
        return f"{self.room_id} {self.person_id}"


class Errand(models.Model):
    """Something to make so at the chat server: an account, a room with its members; gone once it is so.

    It says what to look at, never what to do: that is read anew when it is run, so that to run it twice is safe.
    """

    what = models.CharField(max_length=12, help_text="account, devices, room, forget.")
    key = models.CharField(max_length=100, help_text="Uuid of the person; kind and key of the room.")
    is_pressing = models.BooleanField(default=False, help_text="Somebody's access ends.")
    asked = models.PositiveIntegerField(
        default=1, help_text="How often it was asked for; tells a new wish from the old."
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering = ("-is_pressing", "due_at", "id")
        constraints = (models.UniqueConstraint(fields=["what", "key"], name="chat_errand_once"),)
        indexes = (models.Index(fields=["due_at"], name="chat_errand_due"),)

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class Saying(models.Model):
    """One message of the service to one person; its uuid keeps the server from saying it twice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, help_text="work, read, urge, deadline, notice.")
    about = models.CharField(max_length=120, help_text="With `what` and the person: said once.")
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=200, help_text="The page, without the host.")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=400, blank=True, default="")
    said_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["person", "what", "about"], name="chat_saying_once"),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True) | Q(given_up_at__isnull=True), name="chat_saying_ends_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(said_at__isnull=True, given_up_at__isnull=True),
                name="chat_saying_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.title}"


class Message(models.Model):
    """One message said in a room of ours, so that it can be found; the chat server keeps the message itself."""

    event = models.CharField(max_length=255, unique=True, help_text="Its address on the chat server.")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(help_text="Of a file, its name.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["room", "id"], name="chat_message_in_order"),)

    def __str__(self) -> str:
        return self.event


class SentFile(models.Model):
    """One file that one event in a room names, by somebody who might fetch it: who may read that may fetch this.

    Without `event` it is on its way: the chat server has not answered yet.
    """

    file = models.CharField(max_length=255, help_text="Server and name: what stands after mxc://.")
    room = models.CharField(max_length=255, help_text="The room's address; people make rooms of their own, too.")
    sender = models.CharField(max_length=255)
    name = models.CharField(max_length=64, help_text="Tells a sending from the sender's others in that room.")
    event = models.CharField(max_length=255, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["file", "room", "sender", "name"], name="chat_sent_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.file} {self.room}"


class ProbeKey(KeyRow):
    """The key of one outside watch, which speaks in a room of its own and reads there: its hash only."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at__isnull=True), name="chat_probe_key_one_open"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="chat_probe_key_expires_after_start"
            ),
        )
