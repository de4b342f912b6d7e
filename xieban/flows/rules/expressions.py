"""Conditions on sequence flows: a whitelist of comparisons, read once, never handed to Python; pure.

expression  :=  or, and, not, parentheses, comparisons
comparison  :=  == != < <= > >=, in and not in with a list of literals
operand     :=  a name, NODE.measure, a text, a number, True, False, None, a negative number
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

type_of = type
Value = str | int | float | bool | None | tuple[int, ...] | tuple[str, ...]
"""What a variable of an instance may hold; lists are of people, departments or words."""

LONGEST: Final = 500
_ORDER: Final[Mapping[type[ast.cmpop], Callable[[float, float], bool]]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


class WrongExpression(ValueError):
    """A condition that says something which conditions do not say here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A condition that was read and found harmless."""

    text: str
    names: frozenset[str]
    tree: ast.expr

    def __eq__(self, other: object) -> bool:
        """Compare by what is written."""
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        """Hash by what is written."""
        return hash(self.text)


def read_expression(text: str) -> Expression:
    """Return the condition, or say what in it is not covered."""
    plain = " ".join(text.split())
    if not plain:
        raise WrongExpression("nothing is written")
    if len(plain) > LONGEST:
        raise WrongExpression(f"more than {LONGEST} characters")
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise WrongExpression("not an expression") from error
    names: set[str] = set()
    _check(tree, names)
    return Expression(text=plain, names=frozenset(names), tree=tree)


def holds(expression: Expression, values: Mapping[str, Value]) -> bool:
    """Say whether the condition holds; an absent value is None, and nothing is greater or less than it."""
    return _truth(expression.tree, values)


def _check(node: ast.expr, names: set[str]) -> None:
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                _check(part, names)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            _check(part, names)
        case ast.Compare(left=left, ops=ops, comparators=right):
            for op, part in zip(ops, right, strict=True):
                _check_side(op, part, names)
            _check_operand(left, names)
        case _:
            _check_operand(node, names)


def _check_side(op: ast.cmpop, part: ast.expr, names: set[str]) -> None:
    if isinstance(op, ast.In | ast.NotIn):
        if not isinstance(part, ast.List | ast.Tuple):
            raise WrongExpression("“in” needs a list of literals")
        for literal in part.elts:
            _literal(literal)
    elif isinstance(op, ast.Is | ast.IsNot):
        raise WrongExpression("“is”: write == or !=")
    else:
        _check_operand(part, names)


def _check_operand(node: ast.expr, names: set[str]) -> None:
    name = _name(node)
    if name:
        names.add(name)
    else:
        _literal(node)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=head), attr=tail):
            return f"{head}.{tail}"
    return ""


def _literal(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() | None as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    raise WrongExpression(f"“{ast.unparse(node)[:60]}” ({type_of(node).__name__})")


def _value(node: ast.expr, values: Mapping[str, Value]) -> Value:
    name = _name(node)
    return values.get(name) if name else _literal(node)


def _truth(node: ast.expr, values: Mapping[str, Value]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_truth(part, values) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_truth(part, values) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _truth(part, values)
        case ast.Compare(left=left, ops=ops, comparators=right):
            sides = [left, *right]
            return all(_compare(op, sides[i], sides[i + 1], values) for i, op in enumerate(ops))
    return bool(_value(node, values))


def _compare(op: ast.cmpop, left: ast.expr, right: ast.expr, values: Mapping[str, Value]) -> bool:
    one = _value(left, values)
    if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
        among = any(_same(one, _literal(literal)) for literal in right.elts)
        return among == isinstance(op, ast.In)
    other = _value(right, values)
    if isinstance(op, ast.Eq | ast.NotEq):
        return _same(one, other) == isinstance(op, ast.Eq)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return _ORDER[type_of(op)](one, other)
    return False


def _same(one: Value, other: Value) -> bool:
    # True and 1 are two things here, unlike in Python: a yes is not a count.
    return one == other and isinstance(one, bool) == isinstance(other, bool)
