"""What the commands of an operation take."""

from cases.inputs.fields import Input, Name, Number, Text


class OperationInput(Input):
    """An operation; without a reference, one is made that is free in the territory."""

    title: Text
    reference: Name | None = None


class OperationChange(Input):
    """What is corrected of an operation; None leaves it as it is."""

    title: Text | None = None
    reference: Name | None = None


class OperationChoice(Input):
    """The operation that a market belongs to; None takes it out of the one it is in."""

    operation_id: Number | None = None
