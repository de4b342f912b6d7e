"""What the script of the page says; names in braces are filled in there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    """Return the words in the language of whoever looks."""
    parts = urlsplit(settings.PUBLIC_URL)
    office = {"office": f"{parts.scheme}://{parts.netloc}"}
    return {**office, **_of_connection(), **_of_rooms(), **_of_messages(), **_of_writing(), **_of_asking()}


def _of_connection() -> dict[str, str]:
    return {
        "starting": _("Connecting to the chat server…"),
        "back": _("Connecting again. What was said meanwhile is being fetched."),
        "lost": _("The chat server does not answer. What you write is kept and sent once it does."),
        "offline": _("No network. What you write is kept in this browser and sent once it is back."),
        "missing": _("The chat server cannot be reached. Documents and notices are not affected; trying again."),
        "over": _(
            "You are signed out of the chat server. Open the page anew; if that does not help, ask the office."
        ),
        "titleCount": "({count}) {title}",
    }


def _of_rooms() -> dict[str, str]:
    return {
        "noRooms": _("No rooms yet: start a talk with a colleague, or open one from a document or meeting."),
        "noneLike": _("No room fits."),
        "noWords": _("Nothing said yet"),
        "noSuchRoom": _("This room is not there, or you are not in it."),
        "unreadCount": _("{count} unread"),
        "online": _("Online"),
        "offlineNow": _("Not online"),
        "away": _("Not here at the moment: what you write does not reach them."),
        "fromService": _("What waits for you, told by the office"),
        "members": _("{count} members"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
    }


def _of_messages() -> dict[str, str]:
    return {
        "me": _("Me"),
        "fresh": _("Unread from here on"),
        "toUnread": _("{count} unread"),
        "toNewest": _("To the newest"),
        "toNewestCame": _("To the newest ({count})"),
        "withdrawn": _("This message was withdrawn."),
        "withdraw": _("Withdraw"),
        "notWithdrawn": _("Could not be withdrawn. Try again."),
        "joined": _("{name} came into the room"),
        "left": _("{name} left the room"),
        "read": pgettext("chat", "Read"),
        "unread": pgettext("chat", "Unread"),
        "readBy": _("Read by {count}"),
        "readByAll": _("Read by all"),
        "typing": _("{name} is writing…"),
        "openPage": _("Open the page"),
        "leaves": _("Leads out of the office system"),
        "opening": _("Opening…"),
        "notForYou": _("Not for you to read, or not there any more"),
        "file": _("File"),
        "picture": _("Picture"),
        "aPicture": _("[Picture]"),
        "aFile": _("[File] {name}"),
        "aLink": _("[Link]"),
        "save": _("Save {name}"),
        "enlarge": _("Show {name} in full"),
        "notSaved": _("Could not be fetched. Try again."),
        "cannotShow": _("This picture cannot be shown. Save it to look at it."),
    }


def _of_writing() -> dict[str, str]:
    return {
        "write": _("Write; @ to call"),
        "mayNotWrite": _("Nobody writes here."),
        "noAnswer": _("Only the office writes here."),
        "tooLong": _("A message holds {most} characters at most. Send a file instead."),
        "sending": _("Sending…"),
        "waiting": _("Waits for the connection"),
        "notYet": _("Not sent yet; it is tried again by itself."),
        "refused": _("Not sent: the chat server refused it."),
        "again": _("Try again"),
        "drop": pgettext("chat", "Drop it"),
        "tooLarge": _("{name} is larger than {most}."),
        "isEmpty": _("{name} is empty."),
        "uploading": _("Sending {name}…"),
        "notUploaded": _("{name} could not be sent."),
        "notYetUploaded": _("{name} is not sent yet; it is tried again once there is a connection."),
    }


def _of_asking() -> dict[str, str]:
    return {
        "whom": _("Name, pinyin or initials"),
        "nobody": _("Nobody of that name."),
        "which": _("Words of the title or the text, or the number"),
        "noDocument": _("No document that you may read has these words."),
        "chooseRoom": _("Choose the room into which the link goes."),
        "searching": _("Searching…"),
        "nothingFound": _("Nobody said “{words}” in your rooms."),
        "cannotAsk": _("The server does not answer. Try again."),
    }
