"""Responses for tests: the wholly right one to any question, and one that is not."""

from quizgrader.questions import Entry, Order, Pair, Pick, Question


def right_response(question: Question) -> object:
    """A response that earns the whole mark, from the key that the browser would get."""
    key = question.client_key()
    match question.type:
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
            best = next(answer for answer in key["answers"] if answer["credit"] == 1)
            return repr(best["low"] if best["low"] is not None else best["high"])
        case "short-answer":
            return next("x".join(answer["runs"]) for answer in key["answers"] if answer["credit"] == 1)
    raise AssertionError(f"no right response is known for {question.type}")


def another_response(question: Question) -> object:
    """A well-formed response that is not the right one; what it earns, the grader says."""
    right, control = right_response(question), question.control()
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
    assert isinstance(control, Entry)
    return "123456789" if control.number else "quite another thing"
