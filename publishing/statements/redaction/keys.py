"""Tokens, keys and passwords, as ``detect-secrets`` knows them, and long random words."""

import re
from collections.abc import Iterator

from detect_secrets.plugins.artifactory import ArtifactoryDetector
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

from publishing.statements.redaction.finding import Surroundings

# Asked one by one and not through ``detect_secrets.scan``, whose settings are global to the process.
PLUGINS = tuple(
    plugin()
    for plugin in (
        ArtifactoryDetector, AWSKeyDetector, AzureStorageKeyDetector, BasicAuthDetector, DiscordBotTokenDetector,
        GitHubTokenDetector, GitLabTokenDetector, JwtTokenDetector, MailchimpDetector, NpmDetector, OpenAIDetector,
        PrivateKeyDetector, PypiTokenDetector, SendGridDetector, SlackDetector, SquareOAuthDetector, StripeDetector,
        TelegramBotTokenDetector, TwilioKeyDetector,
    )
)  # fmt: skip
ENTROPY = Base64HighEntropyString()
RANDOM = re.compile(r"(?<![\w/+.-])[A-Za-z0-9_+/=-]{20,}(?![\w])")
HEX = re.compile(r"(?<!\w)[0-9a-fA-F]{32,}(?!\w)")
RANDOM_ENOUGH = 3.7  # bits a character; prose and slugs stay below 3.6, random base64 of 20 letters is above 4
ASSIGNED = re.compile(
    r"\b(?:password|passwd|passphrase|secret|api[ _-]?key|access[ _-]?key|token)\b\s*(?:is|was|=|:)\s*[\"'`]?"
    r"((?=[^\s\"'`]*\d)[^\s\"'`,;]{6,})",
    re.IGNORECASE,
)


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    place = 0
    for line in text.splitlines(keepends=True):
        for plugin in PLUGINS:
            for secret in plugin.analyze_string(line):
                start = line.find(secret)
                if secret and start >= 0:
                    yield place + start, place + start + len(secret)
        place += len(line)
    yield from (match.span(1) for match in ASSIGNED.finditer(text))
    yield from (match.span() for match in HEX.finditer(text))
    yield from (match.span() for match in RANDOM.finditer(text) if _is_random(match[0]))


def _is_random(word: str) -> bool:
    mixed = any(c.isdigit() for c in word) and any(c.isupper() for c in word) and any(c.islower() for c in word)
    return mixed and ENTROPY.calculate_shannon_entropy(word) >= RANDOM_ENOUGH
