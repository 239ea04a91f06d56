"""Small releases that touch each other.

One mayor's post with two holders, one company with two founding years, a person of the same name
elsewhere, one without a date.
"""

TEXTS = {
    "a": """Neustadt, 4. September 2019

Digitale Stadt erhält Förderung

Oberbürgermeister Dr. Klaus Meier freut sich: Die Stadt Neustadt erhält bis zu 3 Millionen Euro vom Bund.
Die Neustadt Digital GmbH wurde 2017 gegründet und hat 12 Mitarbeiter.
""",
    "b": """Neustadt, 20. September 2023

Neue Gespräche über die Stadt der Zukunft

Oberbürgermeisterin Anna Schulz sagte: „Wir laden alle Bürgerinnen und Bürger herzlich ein.“
Die Neustadt Digital GmbH wurde 2018 gegründet und hat mehr als 20 Mitarbeiter.
""",
    "c": """Pressemitteilung

Workshop im Rathaus

Anna Schulz, Oberbürgermeisterin der Stadt Neustadt, eröffnet am 19. Juni den Workshop „Offene Daten“.
""",
    "d": """Kiel, 3. Mai 2021

Digitaltag in Kiel

Anna Schulz, Geschäftsführerin der Kiel Region GmbH, sagte: „Der Digitaltag ist für alle da.“
""",
}
