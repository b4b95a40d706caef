"""Telling somebody's name from a topic: "Ada to …" against "Monitoring: …"."""

import re

from integrations.importer.inline import plain_text

WORD = r"[A-ZÄÖÜÉÈÁÅØ][\w'’-]{1,20}"
PERSON = rf"(?:[A-ZÄÖÜÉ]\.[ -]?){{0,2}}{WORD}(?: (?:(?:van|de|der|von|da|di|la) )?{WORD}){{0,2}}(?: [A-Z]\.)?"
TEAM = (
    r"(?:[Tt]eam [A-Z][\w&-]{1,20}|(?:the )?[\w/&-]{2,20}(?: [\w/&-]{2,20}){0,2}"
    r" (?:team|squad|guild|group|on-?call|engineering|ops|desk|crew))"
)
WHO = rf"(?:{TEAM}|{PERSON}|SREs?|SRE|DBAs?|DevOps|Ops|QA|IT)"
WHOS = rf"{WHO}(?:\s?(?:,|&|/|\+|and)\s?{WHO}){{0,4}}"

_TEAM_NAMES = {"sre", "sres", "devops", "dba", "dbas", "qa", "it", "ops"}
TEAM_ENDS = ("team", "desk", "crew", "squad", "guild", "group", "on-call", "oncall")
_LOOSE_TEAM_ENDS = (*TEAM_ENDS, "engineering", "ops", "care", "operations")
_TOPIC_ENDS = (
    "ing", "tion", "tions", "ment", "ments", "ity", "ance", "ence", "ness", "ure", "ation", "ability", "ics",
    "base", "end", "ware", "ization",
)  # fmt: skip
# Words that stand where a name could ("Monitoring: add an alert", "Fix the cache (Redis)") and are none.
_TOPIC_WORDS = """
    action actions add alert alerts alerting api app application apps audit automate automation aws azure
    backend bug build cache check ci cd cli client cloud cluster code completed config configuration consider
    create critical customer customers dashboard data database databases deploy detect deployment detection dns
    docs document documentation done email enable ensure error errors evaluate event feature fix frontend future
    gcp github gitlab grafana high immediate implement improve improvement improvements infra infrastructure
    internal investigate issue item jira kafka kubernetes latency load balancer log logs long low medium metrics
    migrate mitigate mitigation mobile monitor mysql network next nginx note ongoing open ops pagerduty pending
    people performance pipeline platform policy postgres prevent prevention priority process processes product
    production prometheus prs queue redis reduce release reliability remove response review rollback runbook
    runbooks security server service services short slack sre staging status step storage system systems task
    team term terraform test testing tests third ticket todo tooling tools training two update upgrade user
    users web website work writer see link blocked optional new first second related tracking wip not if when
    where what why how we our the this that these all any some each every once please stretch january february
    march april may june july august september october november december monday tuesday wednesday thursday
    friday
"""
_TOPICS = frozenset(_TOPIC_WORDS.split())


def names_of(inside: str) -> list[str]:
    """The names in "Ada, Ben and Cy"."""
    return [part for part in re.split(r"\s*(?:,|/|\||;|&|\band\b|\s[–—-]\s)\s*", plain_text(inside)) if part]


def is_name(who: str) -> bool:
    """Whether words look like somebody's name, or a team's, rather than a topic."""
    names = names_of(who)
    return bool(names) and all(_is_one_name(name) for name in names)


def _is_one_name(name: str) -> bool:
    words = name.lower().split(" ")
    if name.lower() in _TEAM_NAMES or (len(words) > 1 and (words[-1] in _LOOSE_TEAM_ENDS or words[0] == "team")):
        return True
    if not re.fullmatch(rf"{PERSON}|@?[a-z]+\.[a-z]+", name):
        return False
    if any(word in _TOPICS for word in words) or any(word.isupper() and len(word) > 2 for word in name.split(" ")):
        return False
    return not any(word.endswith(_TOPIC_ENDS) and len(word) > 5 for word in words)
