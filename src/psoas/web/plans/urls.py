"""The plan of one visit."""

from django.urls import path

from psoas.web.plans import agree_views, change_views, views

urlpatterns = [
    path("", views.plan, name="plan"),
    path("paper.pdf", views.paper_pdf, name="plan-paper"),
    path("paper.html", views.paper_html, name="plan-paper-html"),
    path("add/", change_views.add_item, name="plan-add"),
    path("items/<slug:item>/", change_views.change_item, name="plan-item"),
    path("items/<slug:item>/swap/", change_views.swap_item, name="plan-swap"),
    path("items/<slug:item>/remove/", change_views.remove_item, name="plan-remove"),
    path("items/<slug:item>/move/", change_views.move_item, name="plan-move"),
    path("frame/", change_views.change_frame, name="plan-frame"),
    path("walking/", change_views.change_walking, name="plan-walking"),
    path("advice/", change_views.change_advice, name="plan-advice"),
    path("massage/", change_views.change_massage, name="plan-massage"),
    path("massage/none/", change_views.leave_massage_out, name="plan-no-massage"),
    path("massage/accept/", agree_views.accept_massage, name="plan-accept-massage"),
    path("proposal/", agree_views.proposal, name="plan-proposal"),
    path("answer/", agree_views.answer_question, name="plan-answer"),
    path("approve/", agree_views.approve, name="plan-approve"),
    path("send/", agree_views.send, name="plan-send"),
    path("notes/", agree_views.write_note, name="session-note"),
]
