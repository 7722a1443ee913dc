"""What the commands about one's own account take."""

from typing import Annotated

from pydantic import Field

from cases.inputs.fields import Input, Language, Name


class NewKey(Input):
    """What the key is for."""

    name: Annotated[Name, Field(description="What the key is for.")]


class LanguageChoice(Input):
    """The language in which a person reads and is written to."""

    locale: Language


class NewPassword(Input):
    """The password in force, to be sure who asks, and the one to come."""

    current: Annotated[str, Field(max_length=1000)]
    password: Annotated[str, Field(max_length=1000)]
