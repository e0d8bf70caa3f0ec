"""The case page of a visit."""

from django.urls import path

from psoas.web.case_page import views, writing

urlpatterns = [
    path("<uuid:key>/", views.case, name="case"),
    path("<uuid:key>/row/<slug:finding>/", views.one_row, name="case-row"),
    path("<uuid:key>/part/<slug:name>/", views.part, name="case-part"),
    path("<uuid:key>/search/", views.search, name="case-search"),
    path("<uuid:key>/examine/", writing.examine, name="examine"),
    path("<uuid:key>/rest-normal/", writing.rest_normal, name="rest-normal"),
    path("<uuid:key>/impression/", writing.impression, name="impression"),
    path("<uuid:key>/opinion/<slug:contributor>/", writing.opinion, name="opinion"),
    path("<uuid:key>/safety/<slug:question>/", writing.safety_answer, name="safety-answer"),
    path("<uuid:key>/alert/<int:identifier>/", writing.alert, name="deal-with-alert"),
]
