"""The three templates and the tree of categories that every new organisation starts with; admins change them as they like."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SUMMARY = (
    "summary",
    "Summary",
    True,
    """Three or four sentences for somebody who was not there.

- What could people not do, how many of them, and for how long?
- What set it off, and what ended it?
- What will be different from now on?""",
)
IMPACT = (
    "impact",
    "Impact",
    True,
    """- Who could not do what? What did it look like from their chair?
- How many were affected, and for how long? Give numbers with their units, and say how they were counted or estimated.
- What did it cost us and others: money, data, work that had to be done twice, trust?
- What kept working that might have failed too?""",
)
HAPPENED = (
    "what-happened",
    "What happened",
    True,
    """Tell the story in the order in which it was lived, with the times that matter; the timeline beside this has the rest.

- What was going on before anybody noticed?
- How did you find out, and what did you see first?
- What did people try, what did they expect it to do, and what did it do?
- What ended it, and how did you know that it was over?""",
)
SENSE = (
    "why-it-made-sense",
    "Why it made sense at the time",
    True,
    """People did what looked right from where they stood. Describe where they stood.

- What did people know at that moment, and what could they not see?
- What made this look like the right thing to do? When has the same thing worked before?
- What else needed their attention? What were they asked to hurry, save or keep running?
- How does the work usually go, on a day when nobody writes about it?""",
)
RESPONSE = (
    "response",
    "How the response went",
    True,
    """This is about how people came together, not about what broke. Rate the six dimensions beside this, and tell here what stands behind them.

- Detection: how did it come to light, and what could have shown it sooner?
- Mobilisation: how did the right people come to know, and how long did that take?
- Coordination: how was it clear who decides, who does what, and what has been tried?
- Communication: what did customers and colleagues hear, and when?
- Tooling: what was at hand, what was missing, what got in the way?
- Recovery: what made it safe, or hard, to put things right?""",
)
LESSONS = (
    "lessons",
    "What we learned",
    False,
    """- What surprised you? What do you know now that you would have liked to know then?
- What went well that should stay as it is?
- Where were you lucky, and what would have happened on a worse day?
- Who else, in which other team, could meet the same thing?""",
)
CHANGES = (
    "changes",
    "What we change",
    True,
    """Say what makes a repeat less likely, or shorter, or milder, and why you expect that it will. The steps themselves, each with an owner and a date, are the actions beside this.

- Which contributing factor does each step answer? Which ones stay as they are, and why is that all right?
- How will you see, in three months, whether it worked?
- What did you decide not to do, and what spoke against it?""",
)
TEMPLATES = (
    ("Standard", "Seven sections, for most incidents.", (SUMMARY, IMPACT, HAPPENED, SENSE, RESPONSE, LESSONS, CHANGES)),
    (
        "One page",
        "Four short sections, when there is little to tell and it should still be told.",
        (
            (
                *SUMMARY[:3],
                """Two or three sentences.

- What could people not do, how many of them, and for how long?
- What ended it?""",
            ),
            (
                HAPPENED[0],
                "What happened, and why it made sense",
                True,
                """- What happened, in the order in which it was lived? How did you find out?
- What did people see and know at that moment, and what made their next step look right?
- What came together for this to happen?""",
            ),
            (
                *RESPONSE[:3],
                """- How did the right people come to know, and how did they work together?
- What helped, and what got in the way?
- What did customers and colleagues hear, and when?""",
            ),
            (
                *CHANGES[:3],
                """- Which one or two steps make a repeat less likely? Put each into the actions beside this.
- What stays as it is, and why is that all right?""",
            ),
        ),
    ),
    (
        "Full analysis",
        "Ten sections, for what was large, new or hard to understand.",
        (
            SUMMARY,
            IMPACT,
            (
                "background",
                "How it works when it works",
                False,
                """What does a reader from another team need to know before the story makes sense?

- Which parts play together here, who runs them, and what do they promise each other?
- How is this kind of change, or this kind of load, usually handled?
- What was already known to be delicate? A drawing says more than a page.""",
            ),
            HAPPENED,
            SENSE,
            (
                "hard-to-see",
                "What was hard to see",
                False,
                """- Which signals were there, and what did they look like among all the others?
- Which explanations were considered on the way? What spoke for each of them, and what ruled it out?
- What did the tools show that was not so, or not show that was?
- What did one person know that another would have needed?""",
            ),
            RESPONSE,
            (
                "before",
                "What we knew from before",
                False,
                """- When did something like this happen before, here or elsewhere? What was decided then, and what became of it?
- Which safeguards were meant for a day like this? How did each of them do?
- What has grown or shifted since those safeguards were built?""",
            ),
            LESSONS,
            CHANGES,
        ),
    ),
)
CATEGORIES = {
    "Technology": (
        "Capacity and load",
        "Configuration",
        "Data and migrations",
        "A defect that lay in wait",
        "Dependency between services",
        "Handling of failures",
        "Hardware and network",
        "Monitoring and alarms",
    ),
    "Change": ("Planning", "Release and rollout", "Review and tests", "Way back"),
    "Organisation": (
        "Competing goals",
        "Hand-over",
        "Knowledge held by few",
        "Ownership",
        "Staffing and load on people",
    ),
    "Process": (
        "Access and permissions",
        "Communication",
        "Documentation and runbooks",
        "Maintenance put off",
        "On-call and escalation",
    ),
    "Outside": ("Attack or abuse", "Supplier or partner", "Unexpected use", "Weather, power and other events"),
}


def seed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for position, (name, description, sections) in enumerate(TEMPLATES):
        template = apps.get_model("postmortems", "Template").objects.create(
            name=name, description=description, position=position
        )
        for place, (key, heading, required, guidance) in enumerate(sections):
            template.sections.create(key=key, heading=heading, required=required, guidance=guidance, position=place)
    category = apps.get_model("postmortems", "FactorCategory")
    for name, children in CATEGORIES.items():
        parent = category.objects.create(name=name)
        category.objects.bulk_create(category(name=child, parent=parent) for child in children)


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
