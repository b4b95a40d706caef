"""Take in what was written elsewhere."""

from django.urls import path

from integrations.importer import views

app_name = "imports"

urlpatterns = [
    path("", views.upload, name="upload"),
    path("<int:number>/", views.preview, name="preview"),
    path("<int:number>/accept/", views.accept, name="accept"),
    path("<int:number>/discard/", views.discard, name="discard"),
]
