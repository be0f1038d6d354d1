import secrets
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


def public_id() -> str:
    """An unguessable name of 22 characters, for addresses."""
    return secrets.token_urlsafe(16)


class AddressField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address in lower case: whoever types it another way is the same person."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.lower() if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who works at the desk or the door. Signs in without a password."""

    email = AddressField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def has_usable_password(self) -> bool:
        """Never: nobody is asked for one, so nothing may offer to check one."""
        return False


class Organisation(models.Model):
    """Who hosts."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    logo = models.CharField(
        max_length=120, blank=True, help_text="a stored picture's name, see design.pictures"
    )
    accent = models.CharField(max_length=7, default="#b83a12", help_text="#rrggbb")
    website = models.URLField(max_length=300, blank=True)
    links = models.JSONField(default=list, help_text='[{"label": …, "address": …}]')
    privacy_contact = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    DOOR = "door"


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class MemberInvitation(models.Model):
    """Asks an address to become a member; the link in its mail is derived, never stored."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="member_invitations"
    )
    email = AddressField(max_length=254)
    role = models.CharField(max_length=10, choices=Role)
    public_id = models.CharField(max_length=22, unique=True, default=public_id)
    generation = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None),
                name="member_invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class SignInLink(models.Model):
    """A one-time way in, printed by the program; only the token's SHA-256 is kept."""

    email = AddressField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    destination = models.CharField(max_length=200, blank=True, help_text="a path at the desk")

    def __str__(self) -> str:
        return str(self.email)
