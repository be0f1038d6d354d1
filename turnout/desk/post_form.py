"""A post's fields as a member fills them in. What they may hold is for the verbs to say."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnout.accounts.models import Organisation
from turnout.design.pictures import keep, keep_figure
from turnout.desk.choices import language_names, offer
from turnout.desk.event_form import InLanguage
from turnout.desk.post_words import COMMENTS, FIELDS
from turnout.desk.problem_words import refusal_sentence
from turnout.events.models import Event
from turnout.newsroom.models import Post
from turnout.newsroom.post_fields import PostFields
from turnout.rules.languages import LANGUAGES
from turnout.rules.refusal import Refusal

TRANSLATED = ("headline", "standfirst", "text", "picture_alt", "picture_caption")
PLAIN = (*TRANSLATED, "picture_credit", "author", "source_name", "source_link", "language", "comments")
PICTURES = "image/jpeg,image/png,image/webp,image/avif"
_PICTURE = signing.Signer(salt="desk.post-picture")


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewPostForm(forms.Form):
    """All that a draft needs to begin with."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=120,
        error_messages={"required": _("Give the post a headline.")},
        help_text=_("What happened, in one line. You can change it until you publish, and after."),
    )
    language = forms.ChoiceField(label=_("Language of the post"))
    event = forms.ChoiceField(label=_("Which event is it about?"), required=False)

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data, initial={"language": organisation.language})
        offer(self, "language", language_names())
        offer(self, "event", [("", gettext("None of them")), *event_choices(organisation)])

    @property
    def fields_of_post(self) -> PostFields:
        given = self.cleaned_data
        events = [int(given["event"])] if given["event"] else []
        return {"headline": given["headline"], "language": given["language"], "events": events}


class PostForm(forms.Form):
    """Translations are fields of their own, such as `headline_es`."""

    headline = forms.CharField(
        label=FIELDS["headline"],
        max_length=120,
        error_messages={"required": _("Give the post a headline.")},
    )
    standfirst = forms.CharField(
        label=FIELDS["standfirst"],
        max_length=300,
        required=False,
        widget=_long(2),
        help_text=_("One or two sentences that say it all. They stand under the headline and in lists."),
    )
    text = forms.CharField(label=FIELDS["text"], max_length=40_000, required=False, widget=_long(18))
    picture = forms.FileField(
        label=FIELDS["picture"],
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB. Wide pictures look best."),
    )
    picture_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    picture_alt = forms.CharField(
        label=FIELDS["picture_alt"],
        max_length=200,
        required=False,
        help_text=_("For people who do not see it, in one sentence. Needed when there is a picture."),
    )
    picture_caption = forms.CharField(label=FIELDS["picture_caption"], max_length=300, required=False)
    picture_credit = forms.CharField(label=FIELDS["picture_credit"], max_length=120, required=False)
    events = forms.MultipleChoiceField(
        label=_("Events it is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shows_figures = forms.BooleanField(
        label=_("Show live figures of these events"),
        required=False,
        help_text=_("How many are interested, from how many cities, and how long people can still answer."),
    )
    tags = forms.CharField(
        label=FIELDS["tags"],
        required=False,
        max_length=500,
        help_text=_("What it is about, with commas between. Readers find posts of the same tag."),
    )
    author = forms.CharField(
        label=FIELDS["author"], max_length=120, required=False, help_text=_("The name that readers see.")
    )
    source_name = forms.CharField(
        label=_("Where the news comes from"),
        max_length=120,
        required=False,
        help_text=_("Who told it first, such as “The Verge”. Readers see it as a link."),
    )
    source_link = forms.CharField(
        label=FIELDS["source_link"],
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    read_more = forms.CharField(
        label=FIELDS["read_more"],
        required=False,
        max_length=6_000,
        widget=_long(3),
        help_text=_("One link on each line: its address, a space, and what to call it."),
    )
    comments = forms.ChoiceField(
        label=FIELDS["comments"], widget=forms.RadioSelect, choices=list(COMMENTS.items())
    )
    comments_days = forms.IntegerField(
        label=_("Close replies after how many days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Empty: they stay open."),
    )
    language = forms.ChoiceField(label=_("Language of the texts above"))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, post: Post, data: Any = None, files: Any = None, said: Any = None) -> None:
        """`said`, as `initial_of` has it, is shown in the place of what the post says."""
        super().__init__(data, files, initial=said or initial_of(post))
        self.post = post
        offer(self, "language", language_names())
        offer(self, "events", event_choices(post.organisation))
        for code, name in self.others():
            self.fields |= _translation_fields(code, name, self.fields)

    def others(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in language_names() if code != self.post.language]

    @property
    def in_languages(self) -> list[InLanguage]:
        return [
            InLanguage(
                code,
                name,
                self[f"offers_{code}"],
                [(self[field], self[f"{field}_{code}"]) for field in TRANSLATED],
            )
            for code, name in self.others()
        ]

    def clean_picture(self) -> str:
        """The name under which it is kept now: what was chosen survives mistakes elsewhere."""
        file = self.cleaned_data.get("picture")
        if not file:
            return _unsigned(self.data.get("picture_kept", ""))
        try:
            name = keep(file)
        except Refusal as refusal:
            raise forms.ValidationError(refusal_sentence(refusal)) from None
        data = cast(QueryDict, self.data).copy()
        data["picture_kept"] = _PICTURE.sign(name)
        self.data = data
        return name

    @property
    def shown_picture(self) -> str:
        given = getattr(self, "cleaned_data", {})
        if given.get("remove_picture"):
            return ""
        return str(given.get("picture") or self.initial.get("picture_name") or "")

    @property
    def typed(self) -> PostFields:
        """What was typed and can be read, for the verbs."""
        given = self.cleaned_data
        kept: dict[str, Any] = {name: given[name] for name in PLAIN if name in given}
        kept["picture"] = self.shown_picture
        kept |= {name: given.get(name) for name in ("shows_figures", "comments_days")}
        kept["tags"] = [each.strip() for each in given.get("tags", "").replace("，", ",").split(",")]
        kept["events"] = [int(each) for each in given.get("events", [])]
        kept["read_more"] = links_of(given.get("read_more", ""))
        kept["translations"], kept["languages"] = self._translations()
        return cast(PostFields, kept)

    @property
    def as_read(self) -> dict[str, Any]:
        """Columns as they would be, for a preview: a text that cannot be kept yet is seen as well."""
        raw = {name: self.data.get(name, "") for name in TRANSLATED if name in self.errors}
        rows = ("tags", "events", "comments_days", "language")
        return {name: value for name, value in self.typed.items() if name not in rows} | raw

    def _translations(self) -> tuple[dict[str, dict[str, str]], list[str]]:
        """Beside what is stored of a language that this form has no fields for: the post's own."""
        given, texts = self.cleaned_data, dict(self.post.translations)
        for code, _name in self.others():
            texts[code] = {name: given.get(f"{name}_{code}", "") for name in TRANSLATED}
        return texts, [code for code, _name in self.others() if given.get(f"offers_{code}")]


class FigureForm(forms.Form):
    """A picture for the text, kept at once; what stands for it in the text is a line."""

    file = forms.FileField(
        label=_("Picture for the text"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"required": _("Choose a picture."), "empty": _("Choose a picture.")},
    )
    alt = forms.CharField(
        label=FIELDS["picture_alt"],
        max_length=200,
        error_messages={"required": _("Say in one sentence what the picture shows.")},
    )
    caption = forms.CharField(label=FIELDS["picture_caption"], max_length=300, required=False)
    credit = forms.CharField(label=FIELDS["picture_credit"], max_length=120, required=False)

    prefix = "figure"

    def clean_file(self) -> str:
        try:
            return keep_figure(self.cleaned_data["file"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal_sentence(refusal)) from None

    @property
    def line(self) -> str:
        """As the text has it; what would end it early is left out or written another way."""
        given = self.cleaned_data
        alt = " ".join(given["alt"].replace("[", "(").replace("]", ")").replace("\\", "").split())
        told = given["caption"] + (f" | {given['credit']}" if given["credit"] else "")
        title = " ".join(told.replace("\\", "").replace('"', "\u201d").split())
        return f'![{alt}]({given["file"]} "{title}")' if title else f"![{alt}]({given['file']})"


def initial_of(post: Post) -> dict[str, Any]:
    said = {name: getattr(post, name) for name in (*PLAIN, "shows_figures", "comments_days")}
    said |= {"picture": post.picture, "languages": post.languages, "translations": post.translations}
    said |= {"read_more": post.read_more, "tags": [tag.name for tag in post.tags.all()]}
    return shown_as(said | {"events": [event.pk for event in post.events.all()]}, post, post.edition)


def shown_as(said: dict[str, Any], post: Post, edition: int) -> dict[str, Any]:
    """Values of a post, or of its version with the tags' names, as the form's fields show them."""
    shown = {name: said.get(name) for name in (*PLAIN, "shows_figures", "comments_days", "events")}
    shown |= {"picture_name": said.get("picture"), "edition": edition}
    shown["tags"] = ", ".join(said.get("tags", []))
    shown["read_more"] = "\n".join(f"{link['address']} {link['label']}" for link in said.get("read_more", []))
    for code in LANGUAGES:
        texts = said.get("translations", {}).get(code, {})
        shown |= {f"{name}_{code}": texts.get(name, "") for name in TRANSLATED}
        shown[f"offers_{code}"] = code in said.get("languages", [])
    return shown


def links_of(typed: str) -> list[dict[str, str]]:
    """`https://example.org What it is` on each line."""
    parts = [line.split(maxsplit=1) for line in typed.splitlines() if line.strip()]
    return [{"address": part[0], "label": part[1] if len(part) > 1 else ""} for part in parts]


def event_choices(organisation: Organisation) -> Sequence[tuple[str, str]]:
    events = Event.objects.filter(organisation=organisation).order_by("-pk")
    return [(str(pk), title) for pk, title in events.values_list("pk", "title")]


def _unsigned(kept: str) -> str:
    """Signed, so that nobody names a file that is not this form's."""
    try:
        return _PICTURE.unsign(kept)
    except signing.BadSignature:
        return ""


def _translation_fields(code: str, name_of: str, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """One more of each text, marked with its language for spell checkers and screen readers."""
    offers = forms.BooleanField(
        required=False, label=gettext("Offer the post in this language: %s") % name_of
    )
    return {f"offers_{code}": offers} | {
        f"{name}_{code}": forms.CharField(
            label=fields[name].label,
            max_length=getattr(fields[name], "max_length", None),
            required=False,
            widget=_widget_in(code, fields[name].widget),
        )
        for name in TRANSLATED
    }


def _widget_in(code: str, like: forms.Widget) -> forms.Widget:
    attributes = {"lang": code} | ({"rows": like.attrs["rows"]} if "rows" in like.attrs else {})
    return type(like)(attrs=attributes)
