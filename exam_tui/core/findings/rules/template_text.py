"""The rule on the template's own text: what differs from the pristine template, line by line.

Where the template itself is not at hand, fingerprints tell which lines are not of any known edition.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.excerpts import excerpt, unknown
from exam_tui.core.findings.rules.region_changes import DOUBLED, NEAR, changed_at, region_findings
from exam_tui.core.findings.rules.tasks import lines_of_repeated_tasks
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.report import Report
from exam_tui.core.report.wording.limit_wording import is_limit_line
from exam_tui.core.template.editions import is_handed_out, is_known_line, line_print, lines_of_no_edition
from exam_tui.core.template.line_breaks import unknown_lines
from exam_tui.core.template.numbering import with_number
from exam_tui.core.template.regions import Region, first_regions, in_order, plain_line, regions_of
from exam_tui.core.text.words import plural

_MOST_RUNS = 10
_NAMED = "Restore the template's text; `exam-tui repair --template FILE` with the same template does it."
# A line as long as this stands only once before a question, in every known template.
_UNIQUE = 20
_UNKNOWN = "no known template has this"
_OTHERS = "the template of {} does not have this"
_EXAMPLE = "> Example:"
_LIMIT_LINE = "its line “Answer length: …” is gone"


def restored_regions(context: CheckContext, pristine: Mapping[int, Region] | None = None) -> dict[int, Region]:
    """Return the region of each question's own number, the first where it occurs twice.

    Introductions that lost their `>` are in them as the template has them, if the `pristine` regions, where they are
    known, have them there at all. So do the headings of sections where questions are out of order, and an `Answer:`
    that is gone.
    """
    numbers = {
        answer.place.heading_line: context.numbering.misnumbered[answer.index].number
        for answer in context.answers
        if answer.index in context.numbering.misnumbered
    }
    regions: dict[int, Region] = {}
    gaps = (gap.above + 1 for gap in context.numbering.gaps)
    after_gaps = {context.answers[index].place.heading_line for index in gaps if index < len(context.answers)}
    lacking = {answer.place.heading_line: answer.place for answer in context.answers if not answer.place.has_marker}
    for whole in regions_of(context.report):
        found = _own_part(whole, pristine) if whole.heading in after_gaps else whole
        if found.heading in lacking:  # `marker-missing` says it
            found = _with_marker(found, lacking[found.heading], pristine)
        region = with_number(found, numbers[found.heading]) if found.heading in numbers else found
        regions.setdefault(region.number, region)
    for index, intro in context.lost_intros.items():
        below = context.answers[index + 1]
        region = regions[numbers.get(below.place.heading_line, below.question.number)]
        expected = (pristine or {}).get(region.number)
        is_expected = pristine is None or (expected is not None and plain_line(intro.lines[0][1]) in expected.keys)
        if is_expected and region.heading == below.place.heading_line:
            regions[region.number] = Region(region.number, region.heading, (*intro.lines, *region.lines))
    # A question out of its place, which has a finding of its own, may stand where a section begins.
    moved = in_order(regions) if list(regions) != sorted(regions) else {}
    return regions | {number: region for number, region in moved.items() if _is_pristine(region, pristine)}


def _is_pristine(region: Region, pristine: Mapping[int, Region] | None) -> bool:
    if pristine is None:
        return is_handed_out(region)
    return region.number in pristine and region.flow == pristine[region.number].flow


def _own_part(region: Region, pristine: Mapping[int, Region] | None) -> Region:
    """Return what is a question's own of the text between it and the answer above, where others are missing there.

    A heading right above it is another's, unless the template has it there.
    """
    own = [entry for entry in region.lines if entry[0] >= region.heading]
    above = len(region.lines) - len(own)
    heading = next((at for at in reversed(range(above)) if region.lines[at][1].startswith("## ")), above)
    headed = Region(region.number, region.heading, region.lines[heading:])
    expected = (pristine or {}).get(region.number)
    is_its = is_handed_out(headed) if expected is None else headed.keys[0] in expected.keys
    return headed if is_its else Region(region.number, region.heading, own)


def _with_marker(region: Region, place: QuestionPlace, pristine: Mapping[int, Region] | None) -> Region:
    """Return the region of a question that lacks its marker as it reads with it."""
    expected = (pristine or {}).get(region.number)
    marker = expected.texts[-1] if expected else "> Answer:"
    lines = region.lines if place.marker.start == place.marker.end else region.lines[:-1]
    return Region(region.number, region.heading, (*lines, (place.lines[0].index, marker)))


def template_findings(context: CheckContext, template: Report) -> Iterator[Finding]:
    """Compare a report with the pristine template, region by region. Missing questions are not named here."""
    pristine, said = first_regions(template), lines_of_repeated_tasks(context)
    for number, region in restored_regions(context, pristine).items():
        if number not in pristine:
            yield changed_at(region, region.heading, f"the template has no question {number}", _NAMED)
        else:
            yield from region_findings(region, pristine[number], _NAMED, said=said)


def comparing_remedy(template: str) -> str:
    """Return what to do about text that differs from a known template, whose id this is."""
    return f"Compare with the template of {template} and restore its text: `exam-tui repair --template FILE` does it."


def unknown_text_findings(
    region: Region,
    template: str,
    own: AbstractSet[str],
    *,
    unlimited: bool,
    is_missing_said: bool = False,
    said: AbstractSet[int] = frozenset(),
) -> Iterator[Finding]:
    """Find the lines before one answer that no known edition has, where the text as a whole is of none.

    `template` is the id of the known template that fits best, `own` the hashes of its lines there. Where every line is
    known, it is those that it does not have; where it has all of them, the heading is the place. `unlimited` says that
    the question states no limit, though it does in every known template; `is_missing_said`, that what is missing is
    named already. Of lines that stand here twice, those in `said` (from 0) have a finding.
    """
    remedy = comparing_remedy(template)
    texts = region.texts
    states = _states(region, own)
    is_said = {at for at, state in enumerate(states) if state == DOUBLED and region.lines[at][0] in said}
    runs = list(_runs(["" if at in is_said else state for at, state in enumerate(states)]))
    changed = [index for _, run in runs for index in run]
    unlimited = unlimited and not any(is_limit_line(texts[index].lstrip("> ")) for index in changed)
    no_limit = f"question {region.number} no longer states a limit; the course's check has its own"
    # One cause, one finding: where no line of the template is gone, the limit was in one that reads otherwise now.
    lost_in = ""
    if unlimited and 0 < len(own - set(map(line_print, texts))) <= len(changed):
        lost_in, unlimited = f"; {no_limit}", False
    for state, run in runs[:_MOST_RUNS]:
        what = state.format(template)
        if state == DOUBLED:
            shown = excerpt(texts[run[0]], 0, len(run) - 1)
        else:
            known = is_known_line if state == _UNKNOWN else lambda text: line_print(text) in own
            shown = unknown(texts[run[0]], known, len(run) - 1)
        in_prompt = region.lines[run[-1]][0] > region.heading
        message = f"{what}: {shown}{lost_in if in_prompt else ''}"
        yield changed_at(region, region.lines[run[0]][0], message, remedy)
        lost_in = "" if in_prompt else lost_in
    if unlimited:
        yield changed_at(region, region.heading, f"{no_limit}: {_LIMIT_LINE}", remedy)
    elif not runs and not is_missing_said and not is_said:
        where = "a heading or text above it" if region.number > 1 else "the text above it, the checklist"
        message = f"the template's text at question {region.number} is missing or was moved: {where} or its prompt"
        if line_print(_EXAMPLE) in own - set(map(line_print, texts)):
            message = f"the example of question {region.number} is gone"
        yield changed_at(region, region.heading, message, remedy)


def _states(region: Region, own: AbstractSet[str]) -> Sequence[str]:
    """Return what is wrong with each line before one answer, in words, "" for nothing; see `unknown_text_findings`."""
    texts, keys = region.texts, region.keys
    # What is broken otherwise may read as lines of another edition, and a word may stay over.
    others = unknown_lines(texts, own)
    unknown = lines_of_no_edition(texts) & others
    seen: set[str] = set()
    states: list[str] = []
    for at, key in enumerate(keys):
        doubled = key in seen and len(key) >= _UNIQUE
        states.append(_UNKNOWN if at in unknown else DOUBLED if doubled else "")
        seen.add(key)
    if own and not any(states):
        states = [_OTHERS if at in others else "" for at in range(len(texts))]
    return states


def unknown_template_finding(regions: Sequence[Region], template: str | None, *, unlimited: int, total: int) -> Finding:
    """Make the one finding for many questions whose text no known edition has.

    `template` is the id of the known template that fits best, None where most questions differ from each of
    them; `unlimited` is how many of the questions state no limit, though they do in every known template; the
    report has `total` questions.
    """
    numbers = ", ".join(str(region.number) for region in regions)
    message = f"the text of {plural(len(regions), 'question')} is in no known template: {numbers}"
    remedy = f"Compare with your template: `exam-tui check --template FILE`. The closest is that of {template}."
    if template is None:
        differ = "differs" if total == 1 else "differ"
        message = f"{len(regions)} of {plural(total, 'question')} {differ} from every known template"
        remedy = (
            "Compare with the template you were given: `exam-tui check --template FILE`;"
            " `exam-tui repair --template FILE` restores its text."
        )
    if unlimited:
        states = "states" if unlimited == 1 else "state"
        message += f"; {plural(unlimited, 'question')} no longer {states} a limit, and the course's check has its own"
    return changed_at(regions[0], regions[0].heading, message, remedy)._replace(question=None)


def _runs(states: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield the indexes of lines with which something is wrong, those of one cause together.

    Lines with one fault are near each other then; what stands twice came with one merge or paste.
    """
    doubled = [index for index, state in enumerate(states) if state == DOUBLED]
    runs: list[tuple[str, list[int]]] = [(DOUBLED, doubled)] if doubled else []
    last = -NEAR - 2
    for index, state in enumerate(states):
        if state not in {"", DOUBLED}:
            if index - last > NEAR + 1:
                runs.append((state, []))
            runs[-1][1].append(index)
            last = index
    yield from sorted(runs, key=lambda run: run[1])
