import click


@click.command("sign-in")
@click.argument("email")
def sign_in(email: str) -> None:
    """Print a one-time sign-in link for a member, or for the first owner.

    The link works once, for an hour. It needs no code by mail and no second factor:
    give it to that person alone.
    """
    import django

    django.setup()

    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from turnout.accounts.refusals import NotAMember
    from turnout.accounts.sign_in_link import make_sign_in_link

    try:
        validate_email(email)
        click.echo(make_sign_in_link(email, now=timezone.now()))
    except ValidationError:
        raise click.ClickException(f"{email} is not an e-mail address.") from None
    except NotAMember:
        raise click.ClickException(
            f"Nobody here has the address {email}. An owner can invite them at the desk."
        ) from None
