"""The pack of a territory that has not set its own. Each value and its source: cases/rules/policy.py."""

from datetime import date

from cases.rules.policy import RulePack

DEFAULT_PACK = RulePack(version="default-1", valid_from=date(2019, 4, 1))
"""In force for as long as the Code de la commande publique has been: since 1 April 2019."""
