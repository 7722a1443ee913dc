"""Coming in and going out."""

from datetime import timedelta

import pytest
from pwdlib import PasswordHash
from sqlalchemy import func, select

from cases.commands import accounts
from cases.statements import table_of
from models.settings import Settings
from models.tables import AccountSession, Heartbeat, Setting
from models.vocabulary import Role
from tests.api.town import PASSWORD, Town

SESSION = table_of(AccountSession)


def sign_in(town: Town, email: str, password: str = PASSWORD, suite: str = "/compte"):  # type: ignore[no-untyped-def]
    browser = town.browser()
    data = {"email": email, "password": password, "suite": suite}
    return browser, browser.post("/connexion", data=data)


def test_the_right_password_opens_a_session_and_leads_to_the_page_asked_for(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")

    browser, answer = sign_in(town, " BOB@essai.example ")

    assert (answer.status_code, answer.headers["location"]) == (303, "/compte")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert "bob@essai.example" in browser.get("/compte").text


def test_only_the_hash_of_a_session_is_kept(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")

    browser, _ = sign_in(town, "bob@essai.example")

    with town.house.database.read() as session:
        kept = session.connection().execute(select(SESSION.c.token_hash)).scalar_one()
    assert browser.cookies["jalon"] not in kept
    assert len(kept) == 64


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")

    _, wrong = sign_in(town, "bob@essai.example", "pas le bon mot de passe")
    _, unknown = sign_in(town, "ada@essai.example", "pas le bon mot de passe")

    assert wrong.status_code == unknown.status_code == 401
    same = wrong.text.replace("bob@", "ada@").split('class="quiet"')[0]
    assert same == unknown.text.split('class="quiet"')[0]
    assert "Erreur\u00a0: " in wrong.text


def test_an_unknown_address_costs_the_work_of_a_password(town: Town, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    checked = []
    real = accounts.is_password
    monkeypatch.setattr(accounts, "is_password", lambda *given: checked.append(given) or real(*given))

    sign_in(town, "ada@essai.example")

    assert checked == [(PASSWORD, None)]


def test_a_stored_password_takes_64_megabytes_three_times_to_try(real_passwords: PasswordHash) -> None:
    assert real_passwords.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,")


def test_the_form_keeps_the_address_and_never_the_password(town: Town) -> None:
    _, answer = sign_in(town, "ada@essai.example", "un secret bien gardé")

    assert "ada@essai.example" in answer.text
    assert "un secret bien gardé" not in answer.text


def test_the_eleventh_attempt_on_an_account_is_refused_even_with_the_right_password(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")
    town.app.state.house.throttle.per_account.amount = 2

    answers = [sign_in(town, "bob@essai.example", word)[1] for word in ("faux", "faux", PASSWORD)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_an_address_that_tries_many_accounts_is_refused(town: Town) -> None:
    town.app.state.house.throttle.per_address.amount = 2

    answers = [sign_in(town, f"ada{n}@essai.example", "faux")[1] for n in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_signing_out_revokes_the_session_itself(town: Town) -> None:
    browser = town.alice()
    token = browser.cookies["jalon"]

    browser.post("/deconnexion")

    assert town.browser(token).get("/compte").status_code == 303


def test_a_session_closed_from_the_account_page_lets_nobody_in_any_more(town: Town) -> None:
    here, elsewhere = town.alice(), town.alice()
    with town.house.database.read() as session:
        first, second = session.connection().execute(select(SESSION.c.id).order_by(SESSION.c.id)).scalars()

    assert here.post(f"/compte/sessions/{second}/fermer").status_code == 303

    assert elsewhere.get("/compte").status_code == 303
    assert here.get("/compte").status_code == 200
    assert first != second


def test_nobody_closes_the_session_of_another(town: Town) -> None:
    town.alice()
    with town.house.database.read() as session:
        alices = session.connection().execute(select(SESSION.c.id)).scalar_one()

    answer = town.someone(Role.DIRECTOR).post(f"/compte/sessions/{alices}/fermer")

    assert answer.status_code == 404


def test_an_expired_session_lets_nobody_in(town: Town) -> None:
    browser = town.alice()
    town.now += accounts.SESSION_LIFE

    assert browser.get("/compte").status_code == 303


def test_signing_in_never_leads_to_another_site(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")

    for suite in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"):
        assert sign_in(town, "bob@essai.example", suite=suite)[1].headers["location"] == "/"


def test_a_key_is_shown_once_and_acts_until_it_is_revoked(town: Town) -> None:
    browser = town.alice()
    shown = browser.post("/compte/cles", data={"name": "Tableur"}).text
    key = shown.split('<code class="secret">')[1].split("<")[0]
    assert key not in browser.get("/compte").text

    assert town.browser(authorization=f"Bearer {key}").get("/compte").status_code == 200
    assert browser.post("/compte/cles/1/revoquer").status_code == 303
    assert town.browser(authorization=f"Bearer {key}").get("/compte").status_code == 303


def test_a_request_with_a_key_is_not_let_in_by_its_cookie(town: Town) -> None:
    browser = town.alice(authorization="Bearer jalon_faux")

    assert browser.get("/compte").status_code == 303


def test_the_language_is_the_accounts_then_the_cookies_then_the_browsers(town: Town) -> None:
    assert '<html lang="fr">' in town.browser().get("/connexion").text
    assert '<html lang="en">' in town.browser(**{"accept-language": "en-GB"}).get("/connexion").text
    guest = town.browser(**{"accept-language": "en"})
    guest.post("/langue", data={"locale": "fr", "back": "/connexion"})
    assert '<html lang="fr">' in guest.get("/connexion").text
    alice = town.alice()
    alice.post("/langue", data={"locale": "en", "back": "/compte"})
    assert '<html lang="en">' in town.alice().get("/compte").text


def test_over_https_the_cookie_is_bound_to_the_host_and_secure(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")
    town.app = town.build(Settings(base_url="https://jalon.example"))
    browser = town.browser(origin="https://jalon.example", host="jalon.example")

    answer = browser.post("/connexion", data={"email": "bob@essai.example", "password": PASSWORD})

    assert answer.headers["set-cookie"].startswith("__Host-jalon=")
    assert "Secure" in answer.headers["set-cookie"]


def test_the_clocks_are_said_to_be_late_when_the_tick_is_two_hours_old(town: Town) -> None:
    with town.house.database.write() as session:
        session.merge(Heartbeat(name="tick", at=town.now))
        session.merge(Setting(name="x", value="y"))
    browser = town.alice()
    assert "Les horloges ont du retard" not in browser.get("/compte").text
    town.now = town.now.replace(hour=12)
    assert "Les horloges ont du retard" in browser.get("/compte").text


@pytest.mark.parametrize(("hour", "is_late"), [(3, False), (5, True)])
def test_no_tick_is_expected_in_the_small_hours(town: Town, hour: int, is_late: bool) -> None:
    night = town.now.replace(hour=0)
    with town.house.database.write() as session:
        session.merge(Heartbeat(name="tick", at=night - timedelta(minutes=55)))
    town.now = night.replace(hour=hour - 1)  # in winter, Paris is an hour ahead of UTC
    assert ("Les horloges ont du retard" in town.alice().get("/compte").text) is is_late


def test_no_session_is_opened_for_a_wrong_password(town: Town) -> None:
    town.add_account(Role.FACILITATOR, email="bob@essai.example")

    sign_in(town, "bob@essai.example", "faux")

    with town.house.database.read() as session:
        assert session.connection().execute(select(func.count()).select_from(SESSION)).scalar_one() == 0


def test_a_changed_password_signs_the_other_browsers_out(town: Town) -> None:
    bob = town.add_account(Role.FACILITATOR, email="bob@essai.example")
    here, elsewhere = town.browser(town.token(bob)), town.browser(town.token(bob))
    new = "un autre mot de passe assez long"

    answer = here.post("/compte/mot-de-passe", data={"current": PASSWORD, "password": new})

    assert answer.headers["location"] == "/compte?fait=mot-de-passe"
    assert here.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 303
    assert sign_in(town, "bob@essai.example", PASSWORD)[1].status_code == 401
    assert sign_in(town, "bob@essai.example", new)[1].status_code == 303


def test_a_password_is_not_changed_without_the_current_one_nor_for_a_short_one(town: Town) -> None:
    bob = town.browser(town.token(town.add_account(Role.FACILITATOR, email="bob@essai.example")))

    wrong = bob.post("/compte/mot-de-passe", data={"current": "pas le bon", "password": "x" * 12})
    short = bob.post("/compte/mot-de-passe", data={"current": PASSWORD, "password": "trop court"})

    assert wrong.status_code == short.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in wrong.text
    assert "de 12 à 200 caractères" in short.text and "trop court" not in short.text
    assert sign_in(town, "bob@essai.example")[1].status_code == 303
