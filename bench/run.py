"""Every claim of speed, measured in one run; writes docs/reference/performance.md.

    make bench

Each script in this folder measures one thing and prints one JSON object: `claims` (what, value, unit, and `at_least` or
`at_most`), `about` (on what), and where it helps `shares` (stage → share of the time). The page holds only what
compares: how a value stands to its target, and shares. What a certain machine reached is printed, not kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ARGUMENTS = {"wording.py": ["--json"]}
PAGE = HERE.parent / "docs" / "reference" / "performance.md"
HEAD = """# Performance

Written by `make bench`; do not edit. Each line is a claim that the script in the last column measures. *Margin* is how
many times better than the target the value was in the latest run: 1 is just enough. Everything was measured in one run
on one core, caches for repeated texts off where the claim says so.

| claim | target | margin | measured on | command |
|---|---|---|---|---|
"""


def measured(script: Path) -> dict[str, Any]:
    """What a script found out; one that prints a table for people makes no claim."""
    command = [sys.executable, str(script), *ARGUMENTS.get(script.name, ())]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    if ended.returncode:
        return {"claims": [], "about": "", "failed": ended.stderr.strip() or ended.stdout.strip()}
    if not ended.stdout.startswith("{"):
        return {"claims": [], "about": "; ".join(" ".join(line.split()) for line in ended.stdout.splitlines())}
    found: dict[str, Any] = json.loads(ended.stdout)
    return found if "claims" in found else wording(found)


def wording(found: dict[str, Any]) -> dict[str, Any]:
    """The figures of wording.py as a claim."""
    claim = {
        "what": "distinct texts read on one core, caches off",
        "value": found["texts_per_second"],
        "at_least": found["goal_texts_per_second"],
        "unit": "texts/s",
    }
    about = f"{found['texts']} distinct texts; {found['ratio_to_lower_split']} × the speed of lower() and split()"
    return {"claims": [claim], "about": about}


def margin(claim: dict[str, Any]) -> float:
    """How many times better than the target."""
    value = float(claim["value"])
    return value / claim["at_least"] if "at_least" in claim else claim["at_most"] / value


def target(claim: dict[str, Any]) -> str:
    """The target in words."""
    bound = ("≥", claim["at_least"]) if "at_least" in claim else ("≤", claim["at_most"])
    return f"{bound[0]} {bound[1]:,} {claim['unit']}".replace(",", " ")


def shares(found: dict[str, Any]) -> str:
    """Where the time goes, the largest first."""
    parts = sorted(found.get("shares", {}).items(), key=lambda part: -part[1])
    return ", ".join(f"{stage} {100 * share:.0f} %" for stage, share in parts)


def told(script: Path, found: dict[str, Any]) -> None:
    """One script's result on the terminal."""
    print(f"{script.name}: {found.get('failed') or found['about']}")
    for claim in found["claims"]:
        verdict = "ok" if margin(claim) >= 1 else "MISSED"
        print(f"  {verdict:6} {claim['what']}: {claim['value']:,} {claim['unit']} (target {target(claim)})")
    if shares(found):
        print(f"  shares: {shares(found)}")
    if "machine" in found:
        print(f"  this machine: {found['machine']}")


def page(results: dict[Path, dict[str, Any]]) -> str:
    """The documentation page."""
    lines = [
        f"| {claim['what']} | {target(claim)} | {margin(claim):.1f} | {found['about']} | `python bench/{script.name}` |"
        for script, found in results.items()
        for claim in found["claims"]
    ]
    stages = [
        f"\n## Where the time goes: {script.stem.replace('_', ' ')}\n{shares(found)}.\n"
        for script, found in results.items()
        if shares(found)
    ]
    return HEAD + "\n".join(lines) + "\n" + "".join(stages)


def main() -> int:
    """Run all; 1 if a claim is missed or a script fails."""
    scripts = sorted(path for path in HERE.glob("*.py") if path.name != "run.py")
    results: dict[Path, dict[str, Any]] = {}
    for script in scripts:
        results[script] = measured(script)
        told(script, results[script])
    if any("failed" in found for found in results.values()):
        return 1
    if not all(found.get("is_complete", True) for found in results.values()):
        print("The shared notices are absent: nothing is claimed, and the page stays as it is.")
        return 0
    PAGE.write_text(page(results), encoding="utf-8")
    return int(any(margin(claim) < 1 for found in results.values() for claim in found["claims"]))


if __name__ == "__main__":
    sys.exit(main())
