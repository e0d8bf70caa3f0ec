"""Whoever sees a Spanish-speaking patient in an emergency may read English only."""

from django.test import Client

from tests.web.conftest import World


def test_the_spanish_emergency_page_holds_the_words_for_the_staff_in_english_too(
    world: World, token: str
) -> None:
    world.alice.language = "es"
    world.alice.save()
    phone = Client()
    phone.post(f"/p/{token}/", {"birth_year": "1980", "language": "es"})
    phone.post("/my/agree/")
    phone.post("/my/safety/bladder/", {"answer": "leak-pee"})
    content = phone.get("/my/now/").content.decode()

    assert '<div lang="en"' in content
    assert "I was told to be checked for cauda equina syndrome" in content
    assert "síndrome de cauda equina" in content
