"""Two records of one person, or of two: names as they are written, and birth dates."""

from datetime import date
from itertools import permutations

import pytest

from cases.rules.same_person import Identity, Likeness, Sign, compare, name_key

BORN = date(1990, 3, 7)
READ_THE_OTHER_WAY = date(1990, 7, 3)
CERTAIN, LIKELY, NONE = Likeness.CERTAIN, Likeness.LIKELY, Likeness.NONE
PARTLY = Sign.PARTLY_SAME_NAMES

NAMES = [
    (("Dino", "Fictif"), ("Dino", "Fictif"), Sign.SAME_NAMES, CERTAIN),
    (("Élise", "Supposée"), ("ELISE", "SUPPOSEE"), Sign.SAME_NAMES, CERTAIN),
    (("Jean-Pierre", "L’Imaginaire"), ("Jean Pierre", "Imaginaire"), Sign.SAME_NAMES, CERTAIN),
    (("Zoé", "de la Fable"), ("Zoe", "Fable"), Sign.SAME_NAMES, CERTAIN),
    (("Lucœur", "Ben Exemple"), ("Lucoeur", "Benexemple"), Sign.SAME_NAMES, CERTAIN),
    (("Dino", "Fictif"), ("Fictif", "Dino"), Sign.SWAPPED_NAMES, LIKELY),
    (("Dino", "Fictif"), ("Dyno", "Fictif"), Sign.CLOSE_NAMES, LIKELY),
    (("Dino", "Fictif"), ("Dino", "Fitcif"), Sign.CLOSE_NAMES, LIKELY),
    (("Camille", "Inventé"), ("Kamile", "Inventé"), Sign.CLOSE_NAMES, LIKELY),
    (("Camille", "Inventé"), ("Inventée", "Camille"), Sign.CLOSE_NAMES, LIKELY),
    (("Camille", "Inventé-Fable"), ("Camille", "Fable"), PARTLY, LIKELY),
    (("Camille", "Inventé-Fable"), ("Camille", "Fable Inventé"), PARTLY, LIKELY),
    (("Jean-Pierre", "Faux"), ("Pierre", "Faux"), PARTLY, LIKELY),
    (("Zoé", "de la Fable"), ("Zoé", "Delafable"), PARTLY, LIKELY),
    (("Fatima Zahra", "El Exemple"), ("Fatima", "Exemple"), PARTLY, LIKELY),
    (("Mohamed", "Elfictif"), ("Muhammad", "El-Factif"), Sign.ALIKE_NAMES, LIKELY),
    (("Łukasz", "Wyśniewski"), ("Lukasz", "Wysniewski"), Sign.SAME_NAMES, CERTAIN),
    (("N’Dina", "Œdipe"), ("Ndina", "Oedipe"), Sign.SAME_NAMES, CERTAIN),
    (("Ana", "Faux"), ("Ana", "Fable-Exemple"), Sign.OTHER_NAMES, NONE),
    (("Ana", "Faux"), ("Eva", "Faux"), Sign.OTHER_NAMES, NONE),
    (("Dino", "Fictif"), ("Dina", "Factice"), Sign.OTHER_NAMES, NONE),
    (("De", "La"), ("Du", "Les"), Sign.OTHER_NAMES, NONE),
]
BIRTHS = [
    (BORN, BORN, Sign.SAME_BIRTH_DATE, CERTAIN),
    (BORN, None, Sign.UNKNOWN_BIRTH_DATE, LIKELY),
    (None, None, Sign.UNKNOWN_BIRTH_DATE, LIKELY),
    (BORN, READ_THE_OTHER_WAY, Sign.SWAPPED_BIRTH_DATE, LIKELY),
    (BORN, date(1990, 3, 8), Sign.CLOSE_BIRTH_DATE, LIKELY),
    (BORN, date(1991, 3, 7), Sign.CLOSE_BIRTH_DATE, LIKELY),
    (date(1990, 3, 29), date(1990, 3, 30), Sign.OTHER_BIRTH_DATE, NONE),
    (BORN, date(1991, 3, 8), Sign.OTHER_BIRTH_DATE, NONE),
]


@pytest.mark.parametrize(("one", "other", "sign", "likeness"), NAMES)
def test_names_are_compared_as_people_write_them(
    one: tuple[str, str], other: tuple[str, str], sign: Sign, likeness: Likeness
) -> None:
    verdict = compare(Identity(*one, BORN), Identity(*other, BORN))
    assert (verdict.signs[0], verdict.likeness) == (sign, likeness)
    assert compare(Identity(*other, BORN), Identity(*one, BORN)) == verdict


@pytest.mark.parametrize(("one", "other", "sign", "likeness"), BIRTHS)
def test_a_birth_date_speaks_for_or_against(
    one: date | None, other: date | None, sign: Sign, likeness: Likeness
) -> None:
    verdict = compare(Identity("Dino", "Fictif", one), Identity("Dino", "Fictif", other))
    assert (verdict.signs[1], verdict.likeness) == (sign, likeness)


@pytest.mark.parametrize(("first", "last"), list(permutations(("Mohammed", "Ben-Exemple"))))
def test_spellings_that_differ_by_vowels_and_doubled_letters_are_looked_up_together(
    first: str, last: str
) -> None:
    assert name_key(first, last) == name_key("Mohamed", "Ben Exempel")


def test_a_name_in_another_alphabet_keeps_its_letters() -> None:
    assert name_key("Олена", "Вигадана") == name_key("олена", "ВИГАДАНА") != name_key("Олег", "Вигадана")


SLIPS = [
    (("Alix", "Dupond"), ("Alix", "Dupont"), None, Likeness.POSSIBLE),
    (("Alix", "Dupond"), ("Dupont", "Alix"), None, Likeness.POSSIBLE),
    (("Alix", "Dupond"), ("Alix", "Dupont"), BORN, LIKELY),
    (("Alix", "Dupond"), ("Alix", "Dumont"), None, NONE),
    (("Alix", "Dupond"), ("Alex", "Dupond"), None, LIKELY),
    (("Alix", "Dupond"), ("Alix", "Dupond-Exemple"), None, Likeness.POSSIBLE),
    (("Mohamed", "Elfictif"), ("Muhammad", "El-Factif"), None, Likeness.POSSIBLE),
    (("Alix", "Dupond"), ("Alix", "Dupont"), date(1990, 3, 8), NONE),
]


@pytest.mark.parametrize(("one", "other", "born", "likeness"), SLIPS)
def test_a_slip_on_one_consonant_is_only_possible_while_a_birth_date_is_missing(
    one: tuple[str, str], other: tuple[str, str], born: date | None, likeness: Likeness
) -> None:
    assert compare(Identity(*one, BORN), Identity(*other, born)).likeness is likeness


def test_a_company_that_writes_two_names_means_two_people_unless_a_birth_date_says_otherwise() -> None:
    def likeness(born: date | None, company: int) -> Likeness:
        one = Identity("Dino", "Fictif", born, company_id=1)
        return compare(one, Identity("Dina", "Fictif", born, company_id=company)).likeness

    assert (likeness(None, 1), likeness(None, 2), likeness(BORN, 1)) == (NONE, LIKELY, LIKELY)
