"""A territory lived in virtual time, through the same commands, deadlines and outbox as the real one."""

from cases.simulation.result import SimulationResult
from cases.simulation.simulating import run, simulate

__all__ = ["SimulationResult", "run", "simulate"]
