"""Jira, in the cloud and on one's own server."""
