"""Cost against size as an SVG: a panel for each cost, both axes logarithmic, a line for each program and round."""

from html import escape
from math import ceil, floor, log10

PANELS = {
    "CPU seconds a round": lambda result: result.cpu_s,
    "Peak RSS, MB": lambda result: result.rss_mb,
    "Requests a round": lambda result: result.list_instances + result.describe_instances + result.other_requests,
}
CURVE = {"Seconds a round": lambda result: result.wall_s} | PANELS
FLOOR = "the fewest possible"
STRAIGHT = "in proportion to the services"
COLOURS = ("#0b62a4", "#6fb1e0", "#c0392b", "#8e44ad")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 360, 260, 56, 64, 56


def svg(results):
    """Results of steady state are left out: they are of no size of their own."""
    sized = [result for result in results if result.round != "steady"]
    return _drawn(sized, PANELS, lambda result: result.registered, "registered instances", {FLOOR: "#888888"})


def curve(results):
    """By the number of services, beside the line of a cost that is in proportion to it, through the largest size."""
    references = {FLOOR: "#888888", STRAIGHT: "#c8c8c8"}
    return _drawn(results, CURVE, lambda result: result.services, "services", references)


def _drawn(results, panels, size, sizes, references):
    results = sorted(results, key=size)
    series = sorted({_series(result) for result in results}, key=str.lower)
    colours = dict(zip(series, COLOURS)) | references
    width = WIDTH * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT + TOP + BOTTOM}"'
        ' font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        *_legend(colours),
    ]
    for number, (title, cost) in enumerate(panels.items() if results else ()):

        def point(result, value):
            return size(result), max(value, 0.01), result.shape

        lines = {each: [point(r, cost(r)) for r in results if _series(r) == each] for each in series}
        if title.startswith("Requests"):
            lines[FLOOR] = sorted({point(r, r.list_floor + r.describe_floor) for r in results})
        if STRAIGHT in references:
            last = results[-1]
            lines[STRAIGHT] = [point(r, cost(last) * size(r) / size(last)) for r in results if r.round == last.round]
        parts += _panel(number * WIDTH + LEFT, title, lines, colours, sizes)
    return "\n".join([*parts, "</svg>\n"])


def _series(result):
    return f"{result.program}, {result.round} round"


def _legend(colours):
    for number, (name, colour) in enumerate(colours.items()):
        x = LEFT + number * 240
        yield f'<rect x="{x}" y="14" width="12" height="4" fill="{colour}"/>'
        yield f'<text x="{x + 18}" y="20">{escape(name)}</text>'


def _panel(left, title, lines, colours, sizes):
    right, bottom = left + WIDTH - LEFT - 24, TOP + HEIGHT
    points = [point for line in lines.values() for point in line]
    x = _Scale([size for size, _, _ in points], left, right)
    y = _Scale([cost for _, cost, _ in points], bottom, TOP)
    yield f'<text x="{left}" y="{TOP - 16}" font-weight="bold">{escape(title)}</text>'
    for tick in y.ticks:
        yield f'<path d="M{left} {y(tick):.1f}H{right}" stroke="#dddddd"/>'
        yield f'<text x="{left - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for size, shape in sorted({(size, shape) for size, _, shape in points}):
        centre = f'x="{x(size):.1f}" text-anchor="middle"'
        yield f'<text {centre} y="{bottom + 16}">{escape(shape)}</text>'
        yield f'<text {centre} y="{bottom + 30}" font-size="9" fill="#666666">{size:,}</text>'
    yield f'<text x="{(left + right) / 2:.1f}" y="{bottom + 46}" text-anchor="middle">{sizes}</text>'
    for name, line in lines.items():
        path = "L".join(f"{x(size):.1f} {y(cost):.1f}" for size, cost, _ in line)
        yield f'<path d="M{path}" fill="none" stroke="{colours[name]}" stroke-width="1.5"/>'
        for size, cost, shape in line:
            yield (
                f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="3" fill="{colours[name]}">'
                f"<title>{escape(shape)}: {cost:g}</title></circle>"
            )


class _Scale:
    """From a value to its place on an axis that reaches from power of ten to power of ten."""

    def __init__(self, values, start, end):
        low, high = floor(log10(min(values))), ceil(log10(max(values)))
        self._low, self._start = low, start
        self._step = (end - start) / max(1, high - low)
        self.ticks = [10.0**power for power in range(low, max(high, low + 1) + 1)]

    def __call__(self, value):
        return self._start + (log10(value) - self._low) * self._step
