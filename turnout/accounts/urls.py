from django.urls import URLPattern, URLResolver, include, path

from turnout.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/<str:token>/", views.sign_in_link, name="sign-in-link"),
    path("invitation/<str:token>/", views.member_invitation, name="member-invitation"),
    # Where allauth returns to after a change; our page of the account shows all of it.
    path("account/2fa/", views.back_to_account, name="mfa_index"),
    path("account/2fa/webauthn/", views.back_to_account, name="mfa_list_webauthn"),
    path("account/", include("allauth.urls")),
]
