"""What a member typed survives a session that ended before it was sent.

Each form of the desk carries a mark that only a signed-in member is given. A post that carries one
and comes from nobody (or with the token of an earlier session) is kept in the new session, and shown
again, unsaved, to the same member after signing in.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.csrf import csrf_failure

FIELD = "typed_by"
_SALT = "accounts.typed"
_KEY = "typed"
_LONGEST = 256 * 1024
_DAYS = 30


def mark_of(request: HttpRequest) -> str:
    return signing.dumps(request.user.pk, salt=_SALT)


def keep_typed(request: HttpRequest) -> bool:
    """Whether the post's fields were kept. Its files are not: browsers give them only once."""
    if request.method != "POST":
        return False
    try:
        by = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=_DAYS * 86400)
    except signing.BadSignature:
        return False
    fields = request.POST.urlencode()
    if len(fields) > _LONGEST:
        return False
    request.session[_KEY] = {"by": by, "path": request.get_full_path(), "fields": fields}
    return True


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this member typed here before the session ended; given once."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[_KEY]
    return QueryDict(kept["fields"], mutable=True) if kept["by"] == request.user.pk else None


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in elsewhere renews the token, and the form of an older page is refused for its old one."""
    return redirect(request.get_full_path()) if keep_typed(request) else csrf_failure(request, reason)
