"""Sign-in by the organisation's own provider (OpenID Connect): how it is set up, asked, and who it lets in."""
