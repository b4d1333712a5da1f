"""The story the model exists for: a corrected number is never undone by what was scheduled before."""

from datetime import datetime

NUMBER, CORRECTED = "060-12 34 56", "060-65 43 21"
FRIDAY, MONDAY = "2026-11-27T13:00:00Z", "2026-11-30T07:00:00Z"


def shown(world, **query):
    item = world.get("/contacts/jouren" + "".join(f"?{name}={value}" for name, value in query.items()))
    return item["title"], item["phone"]["display"]


def at(instant):
    return datetime.fromisoformat(instant)


class Editor:
    """An editor with an API client: reads, changes, publishes, each time on what it has seen."""

    def __init__(self, world, where):
        self.world, self.where, self.key = world, where, world.key("editor")

    def see(self):
        return self.world.send("GET", self.where, key=self.key)

    def act(self, method, path, body, status=200, **more):
        match = self.see().headers["ETag"]
        answered = self.world.send(method, self.where + path, body, key=self.key, match=match, **more)
        assert answered.status_code == status, answered.text
        return answered.json

    def edit(self, **content):
        return self.act("PATCH", "", {"content": content})

    def publish(self, status=200, **how):
        return self.act("PUT", "/publication", how, status)


def warnings(entry, rule):
    return [(each["pointer"], each["message"]["sv"]) for each in entry["warnings"] if each["rule"] == rule]


def test_readers_never_see_the_old_number_again(world):
    jouren = {"kind": "function", "name": "Jouren", "title": {"sv": "Jour på vardagar"}, "phone": NUMBER}
    world.add("contacts", jouren, slug="jouren")
    editor = Editor(world, "/entries/contacts/jouren")

    # Wednesday: Monday's text is written and scheduled.
    world.clock.now = at("2026-11-25T09:00:00+00:00")
    editor.edit(title={"sv": "Jour alla dagar"})
    planned = editor.publish(**{"from": MONDAY})
    assert planned["publication"]["next"]["from"] == MONDAY
    assert warnings(planned, "scheduledChangesBack") == []
    assert shown(world) == ("Jour på vardagar", NUMBER)

    # Friday: the number was wrong. What readers see now is corrected, without Monday's text.
    world.clock.now = at("2026-11-27T13:00:00+00:00")
    editor.act("POST", "/revisions", {"restore": 1}, 201)
    editor.edit(phone=CORRECTED)
    refused = editor.publish(409)
    assert [(each["from"], each["revision"]) for each in refused["scheduledEditions"]] == [(MONDAY, 2)]
    tried = editor.act("PUT", "/publication?dryRun=true", {"scheduled": "keep"})
    assert warnings(tried, "scheduledChangesBack"), "a dry run warns too"
    assert shown(world) == ("Jour på vardagar", NUMBER)
    kept = editor.publish(scheduled="keep", changeNote={"sv": "Nytt telefonnummer."})
    assert shown(world) == ("Jour på vardagar", CORRECTED)
    assert kept["publication"]["current"]["until"] == MONDAY
    assert warnings(kept, "scheduledChangesBack") == [
        (
            "/content/phone",
            "Det som är planerat till 2026-11-30 08:00 ändrar tillbaka uppgiften till vad den var förut.",
        )
    ]
    assert warnings(editor.see().json, "scheduledChangesBack"), "it goes on warning until that is mended"
    ahead = f"/contacts/jouren?asOf={MONDAY}"
    assert world.send("GET", ahead, key=editor.key).json["phone"]["display"] == NUMBER

    # The editor mends Monday's edition: its text with the right number, in place of the one that was scheduled.
    editor.act("POST", "/revisions", {"restore": 2}, 201)
    editor.edit(phone=CORRECTED)
    mended = editor.publish(**{"from": MONDAY, "scheduled": "cancel"})
    assert warnings(mended, "scheduledChangesBack") == []
    assert mended["publication"]["next"]["version"] == 3

    # From Friday on readers see the right number only, exactly to the microsecond, with nothing that fires.
    for instant in ("2026-11-27T13:00:01", "2026-11-30T06:59:30", "2026-11-30T06:59:59.999999"):
        world.clock.now = at(f"{instant}+00:00")
        assert shown(world) == ("Jour på vardagar", CORRECTED)
    assert world.client.get("/content/v1/contacts/jouren").headers["Cache-Control"] == (
        "public, max-age=0, must-revalidate"
    )
    world.clock.now = at("2026-11-30T07:00:00+00:00")
    assert shown(world) == ("Jour alla dagar", CORRECTED)
    assert shown(world, asOf="2026-11-27T12:59:59Z") == ("Jour på vardagar", NUMBER)
    notes = world.get("/contacts/jouren")["changeHistory"]
    assert [each["note"] for each in notes] == ["Nytt telefonnummer."]
