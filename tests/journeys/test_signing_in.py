"""Signing in, on phone and desktop, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage, sign_in, violations


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", [True, False])
def test_a_clinician_signs_in_and_sees_the_worklist(open_page: OpenPage, device: str, script: bool) -> None:
    page = open_page(device, script=script)
    sign_in(page, "clinician")

    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")
    if script:
        assert violations(page) == []
