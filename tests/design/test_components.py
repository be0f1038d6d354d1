from django import forms
from django.template.loader import render_to_string

from tests.interest.page import elements
from turnout.design.hall import hall


class Everything(forms.Form):
    title = forms.CharField(help_text="What it is called.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(choices=[("a", "One")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="Agreed")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(form: forms.Form, name: str) -> str:
    return render_to_string("design/field.html", {"field": form[name]})


def test_a_field_has_its_label_hint_and_error_and_is_described_by_them() -> None:
    html = rendered(Everything({}), "title")

    assert elements(html, "label") == [{"for": "id_title"}]
    assert elements(html, "input")[0]["aria-describedby"] == "id_title_helptext id_title_error"
    assert elements(html, "input")[0]["aria-invalid"] == "true"
    assert elements(html, "div", id="id_title_helptext") != []
    assert elements(html, "p", id="id_title_error") != []


def test_what_need_not_be_filled_in_says_so() -> None:
    assert "optional" in rendered(Everything(), "note")
    assert "optional" not in rendered(Everything(), "title")


def test_choices_stand_in_a_group_with_a_legend() -> None:
    for name, kind in (("kind", "radio"), ("parts", "checkbox")):
        html = rendered(Everything(), name)

        assert html.count("<legend>") == 1
        assert elements(html, "input", type=kind) != []


def test_the_summary_links_each_problem_to_what_can_be_filled_in() -> None:
    form = Everything({})
    summary = render_to_string("design/problems.html", {"form": form})
    ids = {
        each["id"]
        for name in form.fields
        for tag in ("input", "textarea")
        for each in elements(rendered(form, name), tag)
    }

    links = [each["href"][1:] for each in elements(summary, "a")]

    assert links == ["id_title", "id_kind_0", "id_parts_0", "id_agreed"]
    assert set(links) <= ids
    assert "autofocus" in elements(summary, "div", role="alert")[0]


def test_a_form_without_problems_has_no_summary() -> None:
    good = Everything({"title": "A", "kind": "a", "parts": ["a"], "agreed": "on"})

    assert render_to_string("design/problems.html", {"form": good}).strip() == ""


def test_a_hall_is_always_the_same_and_never_anothers() -> None:
    assert hall("new-york") == hall("new-york")
    assert hall("new-york") != hall("chicago")
    assert hall("new-york").taken.count("M") > 50
