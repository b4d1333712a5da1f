"""A second telling of the contract (sections 2 and 6): what readers and editors are told, from plain dicts.

It shares nothing with the house. An entry is the list of its steps as they were asked for, editions and absences;
where an edition ends, its number, its dates and its notes are added up when someone asks.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

FOREVER = datetime.max.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)
ADMINISTRATOR = "administrator"
#: So many redirects are followed from one to the next.
HOPS = 10


class Refused(Exception):
    """What the house answers instead: a status and, where that is the reason, what is scheduled."""

    def __init__(self, status, scheduled=None):
        self.status, self.scheduled = status, scheduled


def begin(clock, last, sequence):
    """A house in which nothing of ours has happened; `last` is the instant of the log's last line."""
    return {"clock": clock, "last": last, "sequence": sequence, "entries": {}, "names": {}}


# What editors do.


def create(told, id, owner, name, slug):
    told["names"][slug] = id
    revisions = [{"name": name, "slug": slug}]
    told["entries"][id] = {"owner": owner, "revisions": revisions, "steps": [], "erased": False}


def save(told, id, actor, *, name=None, slug=None, owner=None):
    """A new head of the draft; another owner has at once what is public, as a minor edition, and what will be."""
    entry = _find(told, id, actor)
    head = entry["revisions"][-1]
    draft = {"name": name or head["name"], "slug": slug or head["slug"]}
    if told["names"].get(draft["slug"], id) != id:
        raise Refused(409)
    if owner and not _owns(actor, owner):
        raise Refused(403)
    moves = owner not in {None, entry["owner"]}
    if draft == head and not moves:
        return
    told["names"][draft["slug"]] = id
    if moves:
        _hand_over(told, entry, owner)
    entry["revisions"].append(draft)


def restore(told, id, actor, number):
    entry = _find(told, id, actor)
    if number > len(entry["revisions"]):
        raise Refused(404)
    save(told, id, actor, **entry["revisions"][number - 1])


def delete(told, id, actor):
    entry = _find(told, id, actor)
    if entry["steps"]:
        raise Refused(409)
    del told["entries"][id]
    _free(told, id)


def erase(told, id, actor):
    if actor != ADMINISTRATOR:
        raise Refused(403)
    entry = _find(told, id, actor)
    at = _act(told, entry)
    public = any(each["kind"] == "edition" for each in entry["steps"])
    entry.update(erased=True, steps=[], revisions=[])
    _free(told, id)
    if public:
        _log(told, at)


def publish(told, id, actor, *, start, until, revision, major, note, scheduled):
    entry = _find(told, id, actor)
    at = _act(told, entry)
    revision = revision or len(entry["revisions"])
    if revision > len(entry["revisions"]):
        raise Refused(404)
    start, until = max(start or at, at), until or FOREVER
    if until <= start:
        raise Refused(422)
    draft = entry["revisions"][revision - 1] | {"revision": revision, "owner": entry["owner"], "notice": None}
    new = draft | {"kind": "edition", "from": start, "until": until, "major": major, "note": note, "hides": False}
    ahead, present = _ahead(entry, start), _covering(entry, start)
    if _same(present, new) and (scheduled == "keep" or ahead in ([], [present])):
        return
    _clear(entry, start, scheduled)
    if not _same(_covering(entry, start), new):
        _put(entry, new)
    _log(told, at)


def unpublish(told, id, actor):
    entry = _find(told, id, actor)
    at = _act(told, entry)
    present, ahead = _covering(entry, at), _ahead(entry, at)
    _clear(entry, at, "cancel")
    if present:
        present["until"] = at
    if present or ahead:
        _log(told, at)


def cancel(told, id, actor):
    entry = _find(told, id, actor)
    at = _act(told, entry)
    if _ahead(entry, at):
        _clear(entry, at, "cancel")
        _log(told, at)


def withdraw(told, id, actor, *, kind, explanation, replacement, start, hides, scheduled):
    entry = _find(told, id, actor)
    if replacement and (replacement == id or not _is_known(told, replacement, actor)):
        raise Refused(422)
    if kind == "redirect" and not replacement:
        raise Refused(422)
    at = _act(told, entry)
    start = max(start or at, at)
    said = {"kind": kind, "explanation": explanation, "replacement": replacement, "hides": hides}
    present = _covering(entry, start)
    anew = kind != "withdrawn" and start == at and any(each["kind"] == "edition" for each in _begun(entry, at))
    if not present and not anew:
        raise Refused(409)
    if start == at and not _ahead(entry, at) and said in ((present or {}).get("notice"), _said(_absence(entry, at))):
        return
    _clear(entry, start, scheduled)
    present, absence = _covering(entry, start), _absence(entry, at)
    if not present and not anew:
        raise Refused(409)  # it was there only as what is cancelled
    if start == at and not present and absence:
        absence.update(said)
    elif kind == "withdrawn":
        _put(
            entry,
            present | {"from": start, "notice": said, "since": start, "major": True, "note": None, "hides": hides},
        )
    else:
        _put(entry, said | {"from": start})
    _log(told, at)


def _hand_over(told, entry, owner):
    at = _act(told, entry)
    entry["owner"] = owner
    for each in _ahead(entry, at):
        each["owner"] = owner
    present = _covering(entry, at)
    if present:
        _put(entry, present | {"from": at, "owner": owner, "major": False, "note": None, "hides": False})
    if any(each["kind"] == "edition" for each in entry["steps"]):
        _log(told, at)


def _find(told, id, actor):
    entry = told["entries"].get(id)
    if entry is None or not _owns(actor, entry["owner"]):
        raise Refused(404)
    if entry["erased"]:
        raise Refused(410)
    return entry


def _is_known(told, id, actor):
    """Whether an editor may point at an entry: its own, and what has ever been public."""
    entry = told["entries"].get(id)
    if entry is None or entry["erased"]:
        return False
    return _owns(actor, entry["owner"]) or any(each["from"] <= now(told) for each in entry["steps"])


def _free(told, id):
    told["names"] = {slug: holder for slug, holder in told["names"].items() if holder != id}


def _act(told, entry):
    """The instant of an act: after the last one, and after everything of the entry that has begun by then."""
    at = max(told["clock"], told["last"] + TICK)
    while any(each["from"] == at for each in entry["steps"]):
        at += TICK
    return at


def _log(told, at):
    told["last"], told["sequence"] = at, told["sequence"] + 1


def _clear(entry, start, scheduled):
    """What is scheduled at `start` or later goes or stays; it may not be overrun, nor begin at the very instant."""
    ahead = _ahead(entry, start)
    if ahead and scheduled is None:
        raise Refused(409, [(each["from"], _kind(each)) for each in ahead])
    if ahead and scheduled == "keep" and ahead[0]["from"] == start:
        raise Refused(422)
    if scheduled == "cancel":
        entry["steps"] = [each for each in entry["steps"] if each not in ahead]


def _put(entry, step):
    entry["steps"] = sorted([*entry["steps"], step], key=lambda each: each["from"])


def _ahead(entry, start):
    return [each for each in entry["steps"] if each["from"] >= start]


def _begun(entry, at):
    return [each for each in entry["steps"] if each["from"] <= at]


def _covering(entry, at):
    """The edition that is public at an instant: the last step that has begun, when it is one and has not ended."""
    last = next(iter(_begun(entry, at)[::-1]), None)
    return last if last and last["kind"] == "edition" and at < last["until"] else None


def _absence(entry, at):
    last = next(iter(_begun(entry, at)[::-1]), None)
    return last if last and last["kind"] != "edition" else None


def _said(absence):
    return absence and {name: absence[name] for name in ("kind", "explanation", "replacement", "hides")}


def _same(present, new):
    what = ("name", "slug", "owner", "until", "notice")
    return present is not None and all(present[each] == new[each] for each in what)


def _kind(step):
    return "withdrawn" if step.get("notice") else step["kind"]


# What readers are told.


def now(told):
    """A reader's now: no clock that lags shows less than what was published."""
    return max(told["clock"], told["last"])


def edges(told, id=None):
    """Every instant at which something of an entry, or of any, begins or ends or was asked to end."""
    entries = [told["entries"][id]] if id in told["entries"] else told["entries"].values()
    steps = [step for entry in entries for step in entry["steps"]]
    return sorted({step.get(name, FOREVER) for step in steps for name in ("from", "until")} - {FOREVER})


def read_list(told, viewer, as_of):
    """What a list answers: id → item, None for 401. `viewer` is None, an organization, or the administrator."""
    at = as_of or now(told)
    if at > now(told) and viewer is None:
        return None
    shown = {id: _visible(told, id, viewer, at) for id in told["entries"]}
    return {id: _item(told, edition, viewer, at) for id, edition in shown.items() if edition}


def read_item(told, key, viewer, as_of):
    """What one item answers: its status, and what comes with it."""
    present = now(told)
    at = as_of or present
    if at > present and viewer is None:
        return {"status": 401}
    id = told["names"].get(key, key)
    entry, by_name = told["entries"].get(id), key in told["names"]
    if entry and entry["erased"]:
        return {"status": 410, "explanation": None, "replacement": None}
    chain = _chain(entry) if entry else []
    last = next((each for each in chain[::-1] if each["from"] <= at), None)
    if last is None:
        return {"status": 404}
    own = at <= present or _owns(viewer, last["owner"])
    known = max(present, at) if own else present
    if by_name and not any(each["slug"] == key and each["from"] <= known for each in chain):
        return {"status": 404}
    if not own:
        return {"status": 401 if chain[0]["from"] <= present else 404}
    if last["end"] <= at or (at < present and _is_hidden(entry, last, present)):
        return _gone(told, entry, last, viewer, at)
    if by_name and last["slug"] != key and as_of is None:
        return {"status": 308, "slug": last["slug"]}
    return {"status": 200, "item": _item(told, last, viewer, at)}


def standing(told, id):
    """How an entry stands, for its editors."""
    entry, present = told["entries"][id], now(told)
    chain = _chain(entry)
    current = next((each for each in chain if each["from"] <= present < each["end"]), None)
    coming = [
        each
        for each in (*chain, *entry["steps"])
        if each["from"] > present and (each in chain or each["kind"] != "edition")
    ]
    following = min(coming, key=lambda each: each["from"], default=None)
    absence = _absence(entry, present)
    if current:
        state = "withdrawn" if current["notice"] else "published"
    elif any(each["from"] > present for each in chain):
        state = "scheduled"
    else:
        state = "draft" if not chain else "redirected" if absence and absence["kind"] == "redirect" else "gone"
    head = entry["revisions"][-1]
    draft = {"name": head["name"], "slug": head["slug"], "revision": len(entry["revisions"])}
    return draft | {"state": state, "current": _step(current), "next": _step(following)}


def _chain(entry):
    """The editions, each with its end, its number, and what adds up from the ones before it."""
    chain = []
    for step, following in pairwise([*entry["steps"], {"from": FOREVER}]):
        if step["kind"] != "edition":
            continue
        before = chain[-1] if chain else {"first": step["from"], "updated": step["from"], "notes": []}
        edition = step | {"end": min(step["until"], following["from"]), "version": len(chain) + 1}
        edition["first"] = before["first"]
        back = chain and (before["end"] < step["from"] or (before["notice"] and not step["notice"]))
        edition["updated"] = step["from"] if step["major"] or back else before["updated"]
        edition["notes"] = before["notes"] + (
            [{"note": step["note"], "at": _text(step["from"])}] if step["note"] else []
        )
        chain.append(edition)
    return chain


def _owns(viewer, owner):
    return viewer in {owner, ADMINISTRATOR}


def _is_hidden(entry, edition, present):
    return any(step["hides"] and edition["from"] < step["from"] <= present for step in entry["steps"])


def _visible(told, id, viewer, at):
    """The edition that is public then: of the future what is the viewer's own, and of others the present."""
    entry, present = told["entries"].get(id), now(told)
    for each in _chain(entry) if entry else []:
        seen_at = at if at <= present or _owns(viewer, each["owner"]) else present
        if each["from"] <= seen_at < each["end"] and not (at < present and _is_hidden(entry, each, present)):
            return each | {"id": id}
    return None


def _gone(told, entry, last, viewer, at):
    absence = _absence(entry, at)
    goes_on = last["end"] <= at and not _is_hidden(entry, last, now(told))
    reason = absence or (last["notice"] if goes_on else None)
    successor = _successor(told, reason["replacement"], viewer, at) if reason else None
    if absence and absence["kind"] == "redirect" and successor:
        return {"status": 308, "slug": successor["slug"]}
    explanation = reason["explanation"] if reason else None
    return {"status": 410, "explanation": explanation, "replacement": successor and successor["slug"]}


def _successor(told, id, viewer, at):
    """What takes a place: the entry named when it is public then, or else what that was redirected to."""
    present = now(told)
    for _ in range(HOPS):
        shown = _visible(told, id, viewer, at)
        entry = told["entries"].get(id)
        if shown or not entry:
            return shown
        last = next((each for each in _begun(entry, at)[::-1] if each["kind"] == "edition"), None)
        absence = _absence(entry, at if at <= present or (last and _owns(viewer, last["owner"])) else present)
        id = absence and absence["replacement"]
    return None


def _item(told, edition, viewer, at):
    notice = edition["notice"]
    target = _visible(told, notice["replacement"], viewer, at) if notice else None
    return {
        "slug": edition["slug"],
        "version": edition["version"],
        "name": edition["name"],
        "organization": edition["owner"],
        "firstPublishedAt": _text(edition["first"]),
        "publishedAt": _text(edition["from"]),
        "updatedAt": _text(edition["updated"]),
        "changeHistory": edition["notes"],
        "withdrawal": notice
        and {
            "explanation": notice["explanation"],
            "replacement": target and {"id": target["id"], "slug": target["slug"], "title": target["name"]},
            "at": _text(edition["since"]),
        },
    }


def _step(step):
    if step is None or step["kind"] != "edition":
        return step and {
            "kind": step["kind"],
            "from": _text(step["from"]),
            "until": None,
            "version": None,
            "slug": None,
        }
    until = None if step["end"] == FOREVER else _text(step["end"])
    times = {"from": _text(step["from"]), "until": until}
    return {"kind": _kind(step), **times, "version": step["version"], "slug": step["slug"]}


def _text(instant):
    return instant.isoformat().replace("+00:00", "Z")
