"""A typed formula is typeset as a person would write it."""

import warnings
from collections.abc import Callable

import pytest

from playground.core.losses import find_loss
from playground.core.losses.grammar import parse
from playground.core.losses.latex import latex, symbol
from playground.core.losses.notation import plain

RELU = r"\operatorname{relu}\left(x\right)"
CASES = r"\begin{cases}x & x \geq 0 \\ -x & \text{otherwise}\end{cases}"
WRITTEN = [
    ("x**2+10*y^2", "x² + 10·y²", r"x^{2} + 10 y^{2}"),
    ("(1-x)^2", "(1 − x)²", r"\left(1 - x\right)^{2}"),
    ("1/2x", "(1/2)·x", r"\frac{1}{2} \, x"),
    ("1/(2x)", "1/(2·x)", r"\frac{1}{2 x}"),
    ("x-(y-z)", "x − (y − z)", r"x - \left(y - z\right)"),
    ("x-y-z", "x − y − z", r"x - y - z"),
    ("x+-3y", "x + (−3·y)", r"x + \left(-3 y\right)"),
    ("-3x", "−3·x", r"-3 x"),
    ("-(x+1)", "−(x + 1)", r"-\left(x + 1\right)"),
    ("(-x)^2", "(−x)²", r"\left(-x\right)^{2}"),
    ("x^-2", "x⁻²", r"x^{-2}"),
    ("2^(x+1)", "2^(x + 1)", r"2^{x + 1}"),
    ("x^2^3", "x^(2³)", r"x^{2^{3}}"),
    ("(x^2)^3", "(x²)³", r"\left(x^{2}\right)^{3}"),
    ("3*2*x", "3·2·x", r"3 \cdot 2 \, x"),
    ("1e-5x", "10⁻⁵·x", r"10^{-5} \, x"),
    ("2.5e20x", "2.5·10²⁰·x", r"2.5 \cdot 10^{20} \, x"),
    ("sin(x)^2", "sin(x)²", r"\sin^{2}\left(x\right)"),
    ("exp(x)^2", "exp(x)²", r"\left(e^{x}\right)^{2}"),
    ("sqrt(theta_1) + pi", "sqrt(θ₁) + π", r"\sqrt{\theta_{1}} + \pi"),
    ("abs(x)/y", "abs(x)/y", r"\frac{\left|x\right|}{y}"),
    ("relu(x)+max(x,2)", "relu(x) + max(x, 2)", RELU + r" + \max\left(x,\, 2\right)"),
    ("where(x>=0,x,-x)", "where(x ≥ 0, x, −x)", CASES),
]


@pytest.mark.parametrize(("text", "words", "typeset"), WRITTEN)
def test_a_formula_is_written_as_people_write_it(text: str, words: str, typeset: str) -> None:
    root = parse(text).root
    assert plain(root) == words
    assert latex(root) == typeset


@pytest.fixture
def size(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[float, float]]:
    """The width and height that ziamath gives LaTeX."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ziamath finds its font the old way
        import ziamath
    monkeypatch.setattr(ziamath.config, "svg2", False)
    return lambda text: ziamath.Latex(text).getsize()


@pytest.mark.parametrize("text", [text for text, _, _ in WRITTEN])
def test_ziamath_typesets_every_formula(
    text: str, size: Callable[[str], tuple[float, float]]
) -> None:
    width, height = size(find_loss(f"q + {text}").formula)
    assert width > height > 0


@pytest.mark.parametrize(
    "name", ["x", "θ₁₂", "t_u", "temp_in_°C", "a b", r"\frac{", "100 %", "Größe_2", "{}", "Ω"]
)
def test_any_name_of_a_column_can_be_typeset(
    name: str, size: Callable[[str], tuple[float, float]]
) -> None:
    assert size(f"y = {symbol(name)} + 1") > size("y = + 1")
