"""Passkeys in a real browser, with the virtual authenticator of its own developer tools."""

from playwright.sync_api import Page

from conftest import Cast
from tests.browser.conftest import Look

PASSWORD = "a quiet lamp on the hill"


def plug_in(page: Page) -> None:
    """Give the browser a device that keeps keys and always recognises its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **abilities}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_passkey_is_added_signs_in_alone_and_is_the_second_step(cast: Cast, look: Look) -> None:
    cast.requester.set_password(PASSWORD)
    cast.requester.save(update_fields=["password"])
    eyes = look(cast.requester, width="phone")
    page = eyes.page
    plug_in(page)

    eyes.go("/account/two-step/passkeys/add/")
    give_password(page)
    page.wait_for_url("**/passkeys/add/")
    page.click("form[data-passkey] button[type=submit]")
    page.wait_for_url("**/codes/")
    eyes.go("/sign-out/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/sign-in/**")
    page.click("form[data-passkey] button")
    page.wait_for_url(eyes.origin + "/")
    eyes.go("/sign-out/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/sign-in/**")
    page.fill("[name=login]", "requester")
    give_password(page)
    page.wait_for_url("**/second-step/")
    page.click("form[data-passkey=confirm] button")
    page.wait_for_url(eyes.origin + "/")

    assert eyes.go("/account/").url == eyes.origin + "/account/"
