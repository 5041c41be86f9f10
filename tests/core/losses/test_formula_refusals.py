"""What is no formula is refused at once, in one line that points at the character."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.core.losses import LossEntry, find_loss
from playground.core.losses.formula import formula_loss
from playground.core.losses.tokens import FormulaError

# What was typed, where it goes wrong (counted from 0), and a word of the advice.
REFUSED = [
    ("", 0, "x^2"),
    ("     ", 0, "x^2"),
    ("x + sni(x)", 4, "did you mean 'sin'"),
    ("SIN(x)", 0, "did you mean 'sin'"),
    ("sigmoind(x) + 1", 0, "did you mean 'sigmoid'"),
    ("foo(x)", 0, "the functions are sin"),
    ("sin", 0, "type sin(x)"),
    ("x + sin x", 4, "type sin(x)"),
    ("cos²(x)", 0, "type cos(x)"),
    ("2sinx", 1, "type sin(x)"),
    ("ln", 0, "type ln(x)"),
    ("sin(x, y)", 0, "type sin(x)"),
    ("min(x)", 0, "type min(x, 0)"),
    ("where(x > 0, x)", 0, "type where(x > 0, x, 0)"),
    ("where(x, 1, 2)", 0, "type where(x > 0, x, 0)"),
    ("where(x > 0, y > 0, 2)", 15, "where"),
    ("x > 0", 2, "where"),
    ("x + (y == 1)", 7, "where"),
    ("-(x < 1)", 4, "where"),
    ("where(0 < x < 1, x, 2)", 12, "one comparison"),
    ("x = 2", 2, "right"),
    ("f(x) = x^2", 5, "right"),
    ("x if x > 0 else y", 2, "where"),
    ("not x", 0, "where"),
    ("x and y", 2, "where"),
    ("x*nan", 2, "type a number"),
    ("x + inf", 4, "type a number"),
    ("x*True", 2, "where"),
    ("0,5x", 1, "0.5"),
    ("x 2", 2, "type * or ^ or +"),
    ("2 3x", 2, "type * or ^ or +"),
    ("(x+1)2", 5, "type * or ^ or +"),
    ("x²^2", 2, "parentheses around"),
    ("x^2²³x^", 7, "number, a name"),
    ("(x + 1", 6, "close the '(' of character 1"),
    ("x + 1)", 5, "remove it"),
    ("()", 1, "number, a name"),
    ("x +", 3, "number, a name"),
    ("x * / y", 4, "number, a name"),
    ("x ** ** 2", 5, "number, a name"),
    ("max(x,)", 6, "number, a name"),
    ("9**9**9", 7, "name such as x"),
    ("2 + 2", 5, "name such as x"),
    ("pi*e", 4, "name such as x"),
    ("x*9**9**9", 3, "finite number"),
    ("9**9**9**9**9**9x", 10, "finite number"),
    ("x + 1e999", 4, "1.7e308"),
    ("x*" + "9" * 400, 2, "1.7e308"),
    ("x*log(0-1)", 2, "finite number"),
    ("x*sqrt(-4)", 2, "finite number"),
    ("x + 1/(2-2)", 5, "finite number"),
    ("x/0", 1, "finite number"),
    ("x + (0-8)^0.5", 9, "finite number"),
    ("__import__('os').system('true')", 0, "name begins with a letter"),
    ("x.__class__", 1, "0.5"),
    ("'x'.__class__", 0, "no text"),
    ('"x"*9', 0, "no text"),
    ("x[0]", 1, "parentheses"),
    ("{x}", 0, "parentheses"),
    ("|x|", 0, "abs(x)"),
    ("√x", 0, "sqrt(x)"),
    ("lambda: 0", 6, "numbers, names"),
    ("x; y", 1, "numbers, names"),
    ("x := 2", 2, "numbers, names"),
    ("x@y", 1, "numbers, names"),
    ("x!", 1, "product"),
    ("10% x", 2, "5 percent is typed as 0.05"),
    ("x%2", 1, "there is no remainder"),
    ("x + 1e-400", 4, "5e-324"),
    ("1_000x", 1, "digits only"),
    ("ｘ^2", 0, "numbers, names"),
    ("х^2", 0, "numbers, names"),  # Cyrillic
    ("x\0", 1, "numbers, names"),
    ("x + 😀", 4, "numbers, names"),
    ("x\u202e2", 1, "numbers, names"),
    ("x\udc80", 1, "numbers, names"),
    ("$(x)", 0, "numbers, names"),
    ("x<script>", 8, "one comparison"),
    ("(" * 100_000, 500, "500"),
    ("(" * 499 + "x", 40, "simpler"),
    ("-" * 499 + "x", 40, "simpler"),
    ("x" + "^x" * 200, 81, "simpler"),
    ("sin(" * 90 + "x" + ")" * 90, 163, "simpler"),
    ("x" + "+x" * 150, 199, "shorter"),
    ("x" * 501, 500, "500"),
    ("x" * 10_000_000, 500, "500"),
    ("+".join(f"a{i}" for i in range(60)), 190, "50"),
    ("sqare", 0, "did you mean 'square'"),
    ("double-wel", 0, "did you mean 'double-well'"),
    ("nonsense", 0, "x^2"),
    ("mse", 0, "a model such as"),
]


@pytest.mark.parametrize(("text", "position", "advice"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_is_no_formula_is_refused_at_its_character(
    text: str, position: int, advice: str
) -> None:
    with pytest.raises(FormulaError) as refusal:
        find_loss(text)
    error = refusal.value
    assert error.position == position
    assert f"at character {position + 1}: " in str(error)
    assert advice in error.expected
    assert str(error).endswith(error.expected)
    assert str(error).isprintable()
    assert len(str(error)) < 200


@pytest.mark.parametrize("text", [text for text, _, _ in REFUSED], ids=lambda text: text[:30])
def test_no_refusal_takes_50_milliseconds(text: str) -> None:
    assert min(seconds_to_refuse(text) for _ in range(3)) < 0.05


def seconds_to_refuse(text: str) -> float:
    start = time.process_time()
    with pytest.raises(FormulaError):
        formula_loss(text)
    return time.process_time() - start


@pytest.mark.parametrize("text", ["x" * 400, "+".join(["x"] * 99), "(" * 40 + "x" + ")" * 40])
def test_what_stays_within_the_limits_is_taken(text: str) -> None:
    assert len(formula_loss(f"y + {text}").parameters) == 2


words = st.sampled_from(
    [
        *("x", "y", "θ", "theta₁", "2", "3.5", "1e308", "1e-308", "0", "9**9", "pi", "e", "1/"),
        *("+", "-", "*", "/", "^", "**", "²", "⁻¹", "(", ")", ",", "<", "==", "x>0,", "1,2)"),
        *("sin(", "exp(", "log(", "max(", "where(", "if", "nan", "\0", "'", "[", "_", "=", "\n"),
    ]
)


@settings(deadline=None, max_examples=400)
@given(text=st.one_of(st.text(max_size=30), st.lists(words, max_size=12).map("".join)))
@example("1e308*x*1e308 + e^(1e308 x)")
@example("x^1e308 + x^-1e308")
@example("1e-308x^2 - 1e308/x")
@example("where(x > 1e308, 1e308x, -1e308x)^9")
@example("1e154 x^2 + 1e155y^2")
def test_whatever_is_typed_is_a_loss_or_one_clear_line(text: str) -> None:
    result = loss_or_refusal(text)
    if isinstance(result, FormulaError):
        assert 0 <= result.position <= len(text)
        assert f" at character {result.position + 1}: " in str(result)
        assert str(result).isprintable()
    else:
        assert len(result.start) == len(result.parameters) == len(result.extent) > 0
        low, high = result.learning_rates
        assert 0 < low < result.learning_rate < high


def loss_or_refusal(text: str) -> LossEntry | FormulaError:
    try:
        return formula_loss(text)
    except FormulaError as refusal:
        return refusal
