"""Responses for tests: the wholly right one to any question, and one that is not."""

from quizgrader.questions import Entry, Essay, Gaps, Order, Pair, Pick, Question


def right_response(question: Question) -> object:
    """A response that earns the whole mark; for what has no key, one that is well-formed."""
    return _right(question.type, question.client_key())


def _right(kind: str, key: dict) -> object:
    match kind:
        case "single-choice":
            return next(name for name, credit in key["credits"].items() if credit == 1)
        case "multiple-choice":
            return key["right"]
        case "true-false":
            return key["answer"]
        case "matching":
            return dict(key["match"])
        case "ordering":
            return list(key["order"])
        case "numeric":
            best = key["intervals"][""][key["credits"].index(1)]
            return repr(best["low"] if best["low"] is not None else best["high"])
        case "short-answer":
            return next("x".join(answer["runs"]) for answer in key["answers"] if answer["credit"] == 1)
        case "fill-in":
            return {gap["id"]: _right(gap["type"], gap["key"]) for gap in key["gaps"]}
        case "open-response":
            return "We are sorry. We will speak again at noon."
        case "rating":
            return "1"
    raise AssertionError(f"no right response is known for {kind}")


def another_response(question: Question) -> object:
    """A well-formed response that is not the right one; what it earns, the grader says."""
    return _another(question.control(), right_response(question))


def _another(control, right: object) -> object:
    if isinstance(control, Pick):
        ids = [option.id for option in control.options]
        if control.many:
            return [name for name in ids if name not in right]
        return next(name for name in ids if name != right)
    if isinstance(control, Pair):
        options = [option.id for option in control.options]
        return {stem: options[(options.index(name) + 1) % len(options)] for stem, name in right.items()}
    if isinstance(control, Order):
        return right[::-1]
    if isinstance(control, Gaps):
        return {gap.id: _another(gap.control, right[gap.id]) for gap in control.gaps}
    if isinstance(control, Essay):
        return "Wait and see."
    assert isinstance(control, Entry)
    return "123456789" if control.number else "quite another thing"
