"""The markets of the demonstration: one for each thing a visitor should find, counted back from today."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cases.rules.default_pack import DEFAULT_PACK
from cases.simulation.casting import buyer, company, members
from cases.simulation.plans import MarketPlan, Organisation, Recruiting, Stop, Temperament
from cases.simulation.trades import amount_for, trade_of
from models.vocabulary import CompanyRole, Lever, Stage

CALENDAR, STUDY_DAYS = DEFAULT_PACK.calendar, DEFAULT_PACK.study_days
BUYERS = tuple(buyer(number) for number in range(5))
COMPANIES = tuple(
    company(number, temperament)
    for number, temperament in enumerate(
        (
            Temperament.PUNCTUAL,
            Temperament.PUNCTUAL,
            Temperament.FORGETFUL,
            Temperament.LATE,
            Temperament.CARELESS,
            Temperament.SILENT,
            Temperament.MUTE,
            Temperament.MISDIRECTED,
            Temperament.PUNCTUAL,
            Temperament.FORGETFUL,
        )
    )
)
RELIABLE, SILENT_COMPANY = (0, 1, 2, 8, 9), 6
UP_TO_KICKOFF_DAYS = 63
"""About how many calendar days lie between a market's entry and the start of its works."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A market in a line: what it is, when it came, who works on it, and how far it goes.

    `ends_in_days`: the planned end from today; it sets the day of entry, unless `due_in_days` (the study's
    task, in working days) or `days_ago` does.
    """

    title: str
    stays_at: Stage | None = None
    days_ago: int = 0
    due_in_days: int | None = None
    months: int = 6
    ends_in_days: int | None = None
    hours: int = 900
    pace: int = 105
    companies: tuple[int, ...] = (0,)
    lever: Lever = Lever.EXECUTION_CONDITION
    is_imported: bool = False
    is_doubtful: bool = False
    is_amended: bool = False
    restarts: bool = False
    declines: bool = False
    abandoned_at: Stage | None = None
    stop: Stop | None = None
    terminated_after_days: int | None = None
    is_waived: bool = True
    meets_after_days: int | None = None
    recruiting: Recruiting | None = None

    def enters_on(self, today: date) -> date:
        """The day on which it comes in."""
        if self.due_in_days is not None:
            return CALENDAR.shift(CALENDAR.first_working_day(today), self.due_in_days - STUDY_DAYS)
        if self.ends_in_days is not None:
            before = 0 if self.is_imported else UP_TO_KICKOFF_DAYS
            return today + timedelta(days=self.ends_in_days - before - self.months * 30)
        return today - timedelta(days=self.days_ago)


SCENES = (
    Scene("Construction de la crèche Petit-Exemple", Stage.DRAFTING, due_in_days=-4),
    Scene("Réfection de la toiture du gymnase des Chimères", Stage.DRAFTING, due_in_days=-3),
    Scene("Nettoyage des écoles de Fictiville", Stage.DRAFTING, due_in_days=0, months=12),
    Scene("Entretien des espaces verts du parc Supposé", Stage.DRAFTING, due_in_days=0, months=12),
    Scene("Aménagement de la place du Modèle", Stage.DRAFTING, due_in_days=7),
    Scene("Rénovation énergétique de 84 logements aux Hauts-de-Fictiville", Stage.DRAFTING, due_in_days=8),
    Scene("Extension du centre technique de l’Exemple", Stage.TENDER_ANALYSIS, days_ago=34),
    Scene(
        "Réhabilitation de la piscine d’Illusie",
        Stage.TENDER_ANALYSIS,
        days_ago=50,
        hours=2400,
        lever=Lever.CONDITION_AND_CRITERION,
    ),
    Scene("Gestion des déchèteries d’Illusie", Stage.TENDER_ANALYSIS, days_ago=15, months=12),
    Scene(
        "Voirie de l’avenue du Modèle",
        Stage.KICKOFF,
        days_ago=53,
        companies=(1,),
        meets_after_days=14,
    ),
    Scene("Maintenance des ascenseurs de l’Office du Modèle", Stage.KICKOFF, days_ago=80, companies=(3,)),
    Scene(
        "Peinture des lycées de la Région Chimère",
        Stage.KICKOFF,
        days_ago=45,
        companies=(2,),
        is_imported=True,
        is_doubtful=True,
    ),
    Scene(
        "Désamiantage de l’îlot Inventé",
        days_ago=75,
        companies=(8,),
        is_imported=True,
        is_doubtful=True,
        recruiting=Recruiting.WAITING,
    ),
    Scene(
        "Réhabilitation du groupe scolaire Jules-Imaginaire",
        Stage.FOLLOW_UP,
        months=9,
        ends_in_days=21,
        hours=1800,
        companies=(0, 2, 4),
    ),
    Scene(
        "Construction de la médiathèque Ada-Fictive",
        Stage.FOLLOW_UP,
        months=8,
        ends_in_days=45,
        hours=1600,
        pace=35,
        companies=(3, 9),
    ),
    Scene("Démolition de la friche Factice", months=6, ends_in_days=70, companies=(SILENT_COMPANY,)),
    Scene("Réseau d’eau de Valfictif, tranche 2", months=9, ends_in_days=120, companies=(5,)),
    Scene("Entretien ménager du centre hospitalier de Fictiville", months=12, ends_in_days=150, hours=3600),
    Scene(
        "Collecte des déchets d’Illusie",
        months=12,
        ends_in_days=180,
        companies=(7,),
        recruiting=Recruiting.FILLED,
    ),
    Scene("Couverture de l’hôtel de région", months=6, ends_in_days=90, companies=(4, 1)),
    Scene("Terrassements du stade des Chimères", months=6, ends_in_days=110, companies=(9,)),
    Scene("Menuiseries du collège Exemple", months=7, ends_in_days=130, companies=(8, 0), is_imported=True),
    Scene("Plomberie de 120 logements, lot 3", months=9, ends_in_days=160, companies=(2,), is_imported=True),
    Scene(
        "Éclairage public de Fictiville",
        months=10,
        ends_in_days=170,
        companies=(1, 9),
        is_imported=True,
        is_amended=True,
    ),
    Scene(
        "Extension de l’Université de l’Exemple",
        Stage.SUSPENDED,
        months=9,
        ends_in_days=60,
        companies=(8,),
        stop=Stop(120, 30),
    ),
    Scene("Passerelle de l’étang Modèle", months=6, ends_in_days=40, companies=(2,), stop=Stop(40, 35)),
    Scene("Façades de la résidence Imaginaire", Stage.RECEPTION, months=6, ends_in_days=-22, companies=(0,)),
    Scene(
        "Voirie du quartier Supposé",
        Stage.RECEPTION,
        months=5,
        ends_in_days=-30,
        pace=55,
        companies=(9,),
    ),
    Scene("Rénovation de la gare routière d’Illusie", months=6, ends_in_days=-125, companies=(0,)),
    Scene("Maçonnerie de l’école Camélia-Fictif", months=5, ends_in_days=-150, companies=(1, 2)),
    Scene("Espaces verts des Hauts-de-Fictiville", months=4, ends_in_days=-180, companies=(8,)),
    Scene("Peinture de l’hôtel de ville", months=4, ends_in_days=-120, pace=60, companies=(9,)),
    Scene(
        "Électricité du théâtre Chimère",
        months=5,
        ends_in_days=-140,
        pace=40,
        companies=(3,),
        is_waived=False,
    ),
    Scene(
        "Aménagement des berges de l’Illusion",
        Stage.TERMINATED,
        months=8,
        ends_in_days=30,
        companies=(2,),
        terminated_after_days=150,
    ),
    Scene("Mobilier de la médiathèque Illusoire", days_ago=60, declines=True),
    Scene("Parking du Modèle", days_ago=200, abandoned_at=Stage.TENDER_ANALYSIS),
    Scene("Halle du marché de Fictiville", days_ago=240, abandoned_at=Stage.DRAFTING),
    Scene("Cuisine centrale de l’Exemple", Stage.TENDER_ANALYSIS, days_ago=110, restarts=True),
)


def cast_demonstration(today: date) -> list[MarketPlan]:
    """The markets of the scenes as of that day."""
    return [_plan(number, scene, today) for number, scene in enumerate(SCENES)]


def _plan(number: int, scene: Scene, today: date) -> MarketPlan:
    enters_on = scene.enters_on(today)
    chosen: list[Organisation] = [COMPANIES[index] for index in scene.companies]
    others = (CompanyRole.CO_CONTRACTOR, CompanyRole.SUBCONTRACTOR)
    roles = [CompanyRole.LEAD, *others][: len(chosen)]
    hours = Decimal(scene.hours)
    return MarketPlan(
        reference=f"{enters_on.year}-{number + 101}",
        title=scene.title,
        buyer=BUYERS[number % len(BUYERS)],
        members=members(chosen, roles, hours if len(chosen) > 1 else None),
        enters_on=enters_on,
        lever=Lever.INSERTION_SERVICE if scene.title.startswith("Nettoyage") else scene.lever,
        amount=amount_for(hours, trade_of(scene.title)),
        duration_months=scene.months,
        required_hours=hours,
        committed_hours=hours,
        pace=Decimal(scene.pace) / 100,
        study_days=6,
        tender_days=24,
        kickoff_days=6,
        is_imported=scene.is_imported,
        is_doubtful=scene.is_doubtful,
        is_amended=scene.is_amended,
        restarts=scene.restarts,
        declines=scene.declines,
        abandoned_at=scene.abandoned_at,
        stop=scene.stop,
        terminated_after_days=scene.terminated_after_days,
        is_waived=scene.is_waived,
        stays_at=scene.stays_at,
        meets_after_days=scene.meets_after_days,
        recruiting=scene.recruiting,
    )
