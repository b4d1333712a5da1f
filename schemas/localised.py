"""Text per language, the language outermost: `{"sv": "…", "en": "…"}` (contract, section 5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields

from schemas.declared import BODY, Declared, nullable
from schemas.delivery import Delivery, Path
from schemas.faults import Fault
from schemas.fields import List, Text
from schemas.locales import DEFAULT, canonical


class Localised(Declared, fields.Dict):
    """A text, or a list of texts, per language. `fallback=False` delivers only the language asked for."""

    searched = BODY
    default_error_messages: Any = {"invalid": Fault("localised")}

    def __init__(self, inner: Declared | None = None, *, fallback: bool = True, **kwargs: Any) -> None:
        self.inner = inner or Text()
        self.fallback = fallback
        super().__init__(keys=fields.String(), values=self.inner, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            raise self.make_error("invalid")
        loaded: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for tag, text in value.items():
            try:
                language = canonical(tag)
                if language in loaded:
                    errors[tag] = [Fault("languageTwice", {"value": language})]
                elif text is not None:
                    loaded[language] = self.inner.deserialize(text, **kwargs)
            except ValidationError as error:
                errors[tag] = error.messages
            except ValueError:
                errors[tag] = [Fault("language", {"value": tag})]
        if self.required and not kwargs.get("partial") and DEFAULT not in loaded and DEFAULT not in errors:
            errors[DEFAULT] = [Fault("required")]
        if errors:
            raise ValidationError(errors)
        return loaded

    def deliver(self, value: Mapping[str, Any], to: Delivery, path: Path) -> Any:
        return to.text(value, path, fallback=self.fallback)

    def delivered(self) -> fields.Field[Any]:
        field = self.inner.delivered()
        field.metadata = {**field.metadata, **self.metadata}
        return nullable(field)

    def words(self, value: Mapping[str, Any], languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        language = next((each for each in languages if each in value), None)
        if language and self.fallback:
            texts = value[language]
            yield from ((language, each) for each in (texts if isinstance(texts, list) else [texts]))

    def sort_key(self, value: Mapping[str, Any]) -> str:
        return self.inner.sort_key(value.get(DEFAULT, ""))


class Prose(Text):
    """Text that may run over several lines."""

    lines = True

    def __init__(self, max: int = 4_000, **kwargs: Any) -> None:
        super().__init__(max=max, **kwargs)


class Markdown(Localised):
    """Localised Markdown; readers get sanitised HTML, or Markdown or plain text by `bodyFormat`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Prose(max=200_000), long=True, **kwargs)

    def deliver(self, value: Mapping[str, str], to: Delivery, path: Path) -> Any:
        return to.markdown(value, path)


def texts(**kwargs: Any) -> Localised:
    """A list of short texts per language."""
    return Localised(List(Text()), **kwargs)
