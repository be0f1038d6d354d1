"""The code that signs a member in. It is sent at once: valid for minutes, it has no use in a queue."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from turnout.outbox.models import Mail
from turnout.outbox.way_out import way_out

log = logging.getLogger(__name__)
# An answer that took as long as the mail takes would tell that the address is a member's: threads
# write and send it, and begin when the answer has left, because they take their part of the processor.
AFTER_THE_ANSWER = 0.1
_senders = ThreadPoolExecutor(4, thread_name_prefix="sign-in-code")


def send_sign_in_code(email: str, code: str) -> None:
    """Returns before the mail is sent. Without a mail server none is, and the sign-in page says so."""
    if settings.MAIL is None:
        return
    mail = Mail(
        template="accounts/sign_in_code",
        recipient=email,
        language=get_language() or settings.LANGUAGE_CODE,
        context={"code": code},
    )
    _senders.submit(_send, mail)


def _send(mail: Mail) -> None:
    time.sleep(AFTER_THE_ANSWER)
    way = way_out()
    try:
        way.send(
            mail,
            settings.DEFAULT_FROM_EMAIL,
            now=timezone.now(),
            point_of_no_return=lambda: None,
        )
    except Exception as problem:
        # The address is left out: logs are kept longer than members are.
        log.error("A sign-in code could not be sent: %s", problem)
    finally:
        way.close()
