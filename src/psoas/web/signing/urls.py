"""Signing and what was signed, below a visit."""

from django.urls import path

from psoas.web.signing import papers, views

urlpatterns = [
    path("<uuid:key>/sign/", views.sign, name="sign"),
    path("<uuid:key>/reopen/", views.reopen, name="reopen"),
    path("<uuid:key>/follow-up/", views.start_follow_up, name="follow-up"),
    path("<uuid:key>/letter/", papers.letter, name="letter"),
    path("<uuid:key>/signed/<int:number>/", views.signed, name="signed"),
    path("<uuid:key>/signed/<int:number>/compare/", views.compare, name="compare"),
    path("<uuid:key>/signed/<int:number>/report.pdf", papers.report, name="signed-report"),
    path("<uuid:key>/signed/<int:number>/story.pdf", papers.story, name="signed-story"),
]
