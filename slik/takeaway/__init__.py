"""The whole book to take away: PDF, EPUB and a zip of the site, made from the built pages.

The pages are read as a reader gets them, so what is taken away is what stands on the site.
"""

#: Name of the three files, without ending; also the folder in the zip.
NAME = "slik-handboka"

#: The files' endings, and what each is good for.
KINDS = {
    "pdf": "PDF: til å skrive ut, sende eller lese på skjerm. Den har innhold, sidetall og bokmerker.",
    "epub": "EPUB: til lesebrett, nettbrett og telefon. Teksten tilpasser seg skjermen.",
    "zip": "Zip: hele nettstedet, med verktøyene. Pakk ut, og åpne index.html i nettleseren. Du trenger ikke nett.",
}


def filename(kind: str) -> str:
    """Return the name of one of the files."""
    return f"{NAME}.{kind}"
