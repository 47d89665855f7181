"""Medians, and ratios paired per round."""

from statistics import median

# at most this much of the rival's, for the gateway; from the project's own goals
CPU_TARGETS = {"nginx": 0.75, "haproxy": 0.70}
P99_TARGET = 1.0
DOWNLOAD_TARGET = 1.1
RSS_TARGET = 160
HEAP_TARGET = 6
START_TARGET = 600


def quiet(rounds, noise):
    """The rounds in which nobody was busy beside us; all of them when those are under three."""
    calm = [r for r in rounds if all(sample.others <= noise for sample in r.values())]
    return (calm, True) if len(calm) >= min(3, len(rounds)) else (rounds, False)


def verdict(value, limit):
    return f"{value:.2f} ({'met' if value <= limit else 'missed'}: {limit:.2f})"


def ratios(rounds, one, other, figure):
    return sorted(figure(r[one]) / figure(r[other]) for r in rounds)


def said_ratio(found, limit=None):
    """The median with its verdict, and the range: a wide one says that a round says little."""
    middle = median(found)
    said = f"{middle:.2f}" if limit is None else verdict(middle, limit)
    return f"{said} [{found[0]:.2f}, {found[-1]:.2f}]"


def table(rows):
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        lines.append("| " + " | ".join(str(c).ljust(w) for c, w in zip(row, widths)) + " |")
        if number == 0:
            lines.append("|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines) + "\n"


def job(name, rounds, noise):
    """A table for one job: a row for each proxy, ratios below it."""
    used, calm = quiet(rounds, noise)
    word = "quiet" if calm else "NOISY, take no figure from here"
    others = median(s.others for r in rounds for s in r.values())
    lines = [
        f"### {name}: {len(used)} of {len(rounds)} rounds, {word}; others used {others:.2f} CPUs\n",
        downloads(used) if name == "download" else requests(used),
    ]
    lines += targets(name, used)
    return "\n".join(lines)


def requests(rounds):
    rows = [("", "CPU µs", "user + system", "req/s", "CPU", "p50 ms", "p99 ms", "p99.9 ms", "RSS MiB")]
    for name in rounds[0]:
        mid = lambda figure: median(figure(r[name]) for r in rounds)  # noqa: E731
        user = mid(lambda s: s.cpu.user * 1e6 / s.requests)
        system = mid(lambda s: s.cpu.system * 1e6 / s.requests)
        rows.append(
            (
                name,
                f"{mid(lambda s: s.cpu_each):.1f}",
                f"{user:.1f} + {system:.1f}",
                f"{mid(lambda s: s.rate):.0f}",
                f"{100 * mid(lambda s: s.cpu.total / s.seconds):.0f} %",
                f"{mid(lambda s: s.p50) / 1000:.2f}",
                f"{mid(lambda s: s.p99) / 1000:.2f}",
                f"{mid(lambda s: s.p999) / 1000:.2f}",
                f"{mid(lambda s: s.rss):.0f}",
            )
        )
    return table(rows)


def downloads(rounds):
    rows = [("", "CPU s per GiB", "user + system", "MiB/s", "RSS MiB")]
    for name in rounds[0]:
        mid = lambda figure: median(figure(r[name]) for r in rounds)  # noqa: E731
        rows.append(
            (
                name,
                f"{mid(lambda s: s.cpu.total):.2f}",
                f"{mid(lambda s: s.cpu.user):.2f} + {mid(lambda s: s.cpu.system):.2f}",
                f"{1024 / mid(lambda s: s.seconds):.0f}",
                f"{mid(lambda s: s.rss):.0f}",
            )
        )
    return table(rows)


def targets(name, rounds):
    """What the gateway needs of what its rivals need."""
    if "gateway" not in rounds[0]:
        return []
    lines = []
    for rival in rounds[0]:
        if rival == "gateway":
            continue
        cpu = ratios(rounds, "gateway", rival, lambda s: s.cpu_each)
        if name == "download":
            limit = DOWNLOAD_TARGET if rival == "nginx" else None
            lines.append(f"- CPU per GiB, gateway ÷ {rival}: {said_ratio(cpu, limit)}")
            continue
        limited = name.startswith(("json", "page"))
        said = said_ratio(cpu, CPU_TARGETS[rival] if limited else None)
        p99 = ratios(rounds, "gateway", rival, lambda s: s.p99)
        tail = said_ratio(p99, P99_TARGET if limited and not name.endswith("@1") else None)
        lines.append(f"- gateway ÷ {rival}: CPU per request {said}, p99 {tail}")
    return lines + [""]


def idle(found, count):
    rows = [("", f"KiB of RSS for each of {count} idle connections", "KiB of heap")]
    for name, (rss, heap) in found.items():
        heap_said = verdict(heap, HEAP_TARGET) if name == "gateway" else "–"
        rows.append((name, f"{rss:.1f}", heap_said))
    return "### idle connections\n\n" + table(rows)


def starts(times):
    rows = [("start to /readyz 200", "median ms", "fastest", "slowest")]
    for way, took in times.items():
        said = f"{median(took):.0f}"
        if "archive" in way:
            said += f" ({'met' if median(took) <= START_TARGET else 'missed'}: {START_TARGET})"
        rows.append((way, said, f"{min(took):.0f}", f"{max(took):.0f}"))
    return "### start\n\n" + table(rows)


def routing(rounds, sizes, noise):
    used, calm = quiet(rounds, noise)
    few, many = sizes
    rows = [("tenants in the file", "CPU µs per request")]
    for size in sizes:
        rows.append((size, f"{median(r[size].cpu_each for r in used):.1f}"))
    word = "quiet" if calm else "NOISY"
    said = said_ratio(sorted(r[many].cpu_each / r[few].cpu_each for r in used))
    return (
        f"### routing: {len(used)} of {len(rounds)} rounds, {word}\n\n"
        + table(rows)
        + f"\n- {many} ÷ {few} tenants: {said}\n"
    )
