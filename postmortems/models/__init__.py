from postmortems.models.comment import Comment, CommentThread, CommentThreadMove
from postmortems.models.factor import ContributingFactor, FactorCategory
from postmortems.models.postmortem import Postmortem, PostmortemMove, Section
from postmortems.models.response import ResponseReview
from postmortems.models.review import Review, ReviewDecision
from postmortems.models.revision import Revision
from postmortems.models.template import Template, TemplateSection

__all__ = [
    "Comment",
    "CommentThread",
    "CommentThreadMove",
    "ContributingFactor",
    "FactorCategory",
    "Postmortem",
    "PostmortemMove",
    "ResponseReview",
    "Review",
    "ReviewDecision",
    "Revision",
    "Section",
    "Template",
    "TemplateSection",
]
