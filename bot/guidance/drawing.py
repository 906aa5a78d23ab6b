"""The guides as a drawing: stages side by side, steps below each other, choices as arrows."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bot.guidance.content import Content

WIDTH, HEIGHT, GAP, TOP = 190, 34, 22, 60


def arrows(content: Content) -> list[tuple[str, str]]:
    """Which step leads to which, beside the order itself."""
    found = []
    for node, step in content.steps.items():
        for choice in step.choices:
            kind, _, target = choice.option.partition(":")
            if kind == "go" and target in content.steps:
                found.append((node, target))
        if step.own_words:
            found.append((node, step.own_words))
    return found


def as_text(content: Content) -> str:
    """The guides as an indented list with the choices of each step."""
    leads: dict[str, list[str]] = {}
    for node, target in arrows(content):
        leads.setdefault(node, []).append(target)
    lines = []
    for section in content.sections.values():
        lines.append(f"{section.id}: {section.title}")
        for step in section.steps:
            node = f"{section.id}.{step.id}"
            needs = f" [frågar först: {', '.join(step.needs)}]" if step.needs else ""
            beside = " (vid sidan om)" if step.aside else ""
            lines.append(f"  {node}{beside}{needs}")
            lines += [f"    → {target}" for target in leads.get(node, ())]
    return "\n".join(lines)


def as_svg(content: Content) -> str:
    """The guides as an SVG picture."""
    places = {}
    for column, section in enumerate(content.sections.values()):
        for row, step in enumerate(section.steps):
            places[f"{section.id}.{step.id}"] = (20 + column * (WIDTH + 50), TOP + row * (HEIGHT + GAP))
    width = 20 + len(content.sections) * (WIDTH + 50)
    height = max(y for _, y in places.values()) + HEIGHT + 30
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="#fff"/><style>text{font-size:12px}</style>',
    ]
    for node, target in arrows(content):
        (x1, y1), (x2, y2) = places[node], places[target]
        shapes.append(
            f'<path d="M{x1 + WIDTH} {y1 + HEIGHT // 2} C{x1 + WIDTH + 40} {y1} {x2 - 40} {y2} {x2} {y2 + HEIGHT // 2}"'
            ' fill="none" stroke="#8aa" stroke-width="1"/>'
        )
    for column, section in enumerate(content.sections.values()):
        x = 20 + column * (WIDTH + 50)
        shapes.append(f'<text x="{x}" y="36" font-weight="bold">{escape(section.title)}</text>')
    for node, (x, y) in places.items():
        fill = "#f3f0e7" if content.steps[node].aside else "#e3eef2"
        shapes.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="#356"/>')
        shapes.append(f'<text x="{x + 8}" y="{y + 21}">{escape(node)}</text>')
    return "\n".join([*shapes, "</svg>"])
