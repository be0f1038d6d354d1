"""The screens of the newsroom."""

from turnout.desk import edit_post, news_list, post_page, post_questions, post_versions

urls = [
    *news_list.urls,
    *edit_post.urls,
    *post_questions.urls,
    *post_versions.urls,
    # Its own words come last: `do-post` takes any other.
    *post_page.urls,
]
