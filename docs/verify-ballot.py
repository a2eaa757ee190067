#!/usr/bin/env python3
"""Checks the published record of a ballot: python3 verify-ballot.py record.json [entry id]

It needs Python 3.8 or later and nothing else. It repeats the draw as docs/ballot.md defines it and says in plain words
what fits and what does not. It ends with 0 if everything fits, 1 if something does not, and 2 if the record cannot be
checked: it cannot be read, or the draw has not been yet. Of an entry it says whether it is in the list and what it got.
"""
import hashlib
import hmac
import json
import sys


def list_text(record):
    lines = ["gatehouse-ballot 1", "ballot " + record["ballotId"]]
    for session in sorted(record["sessions"], key=lambda one: one["id"]):
        lines.append("session %s %d" % (session["id"], session["places"]))
    for entry in sorted(record["entries"], key=lambda one: one["id"]):
        wishes = ",".join(entry["preferences"])
        lines.append("entry %s %d %d %s" % (entry["id"], entry["partySize"], entry["weight"], wishes))
    return "".join(line + "\n" for line in lines)


def draw(seed, list_hash, record):
    def ticket(entry, number):
        text = "%s %s %d" % (list_hash, entry["id"], number)
        return hmac.new(seed, text.encode("ascii"), hashlib.sha256).hexdigest()

    def best(entry):
        return min(ticket(entry, number) for number in range(1, entry["weight"] + 1))

    left = {session["id"]: session["places"] for session in record["sessions"]}
    results = {}
    for rank, entry in enumerate(sorted(record["entries"], key=lambda one: (best(one), one["id"])), 1):
        won = next((one for one in entry["preferences"] if left.get(one, 0) >= entry["partySize"]), None)
        if won is not None:
            left[won] -= entry["partySize"]
        results[entry["id"]] = (rank, won)
    return results


def faults(record):
    """Sentences about what does not fit; none if everything does."""
    found = []
    seed = bytes.fromhex(record["seed"])
    if len(seed) != 32:
        found.append("The seed has %d bytes instead of 32." % len(seed))
    if hashlib.sha256(seed).hexdigest() != record["commitment"]:
        found.append("The seed is not the one that was committed to: its SHA-256 is not the commitment.")
    ids = [entry["id"] for entry in record["entries"]]
    if len(set(ids)) != len(ids):
        found.append("An entry is in the list twice.")
    text = list_text(record)
    list_hash = hashlib.sha256(text.encode("ascii")).hexdigest()
    if list_hash != record["listHash"]:
        found.append("The list of sessions and entries is not the one that was published at the close: its SHA-256 is another.")
    results = draw(seed, record["listHash"], record)
    for entry in record["entries"]:
        rank, won = results[entry["id"]]
        if entry["rank"] != rank:
            found.append("Entry %s was drawn at place %s, not %s." % (entry["id"], rank, entry["rank"]))
        if entry["sessionId"] != won:
            found.append("Entry %s got %s, not %s." % (entry["id"], won or "no places", entry["sessionId"] or "no places"))
    return found


def report(record, entry_id):
    found = faults(record)
    for sentence in found[:20]:
        print("WRONG: " + sentence)
    if len(found) > 20:
        print("WRONG: and %d more." % (len(found) - 20))
    if not found:
        drawn = sum(1 for entry in record["entries"] if entry["sessionId"] is not None)
        print("The seed is the one that was committed to.")
        print("The list is the one whose hash was published: %d entries." % len(record["entries"]))
        print("Drawn again from them, every entry has the same place and the same result: %d were given places." % drawn)
    if entry_id is not None:
        about(record, entry_id.lower())
    return 1 if found else 0


def about(record, entry_id):
    entry = next((one for one in record["entries"] if one["id"] == entry_id), None)
    if entry is None:
        print("Entry %s is not in the list." % entry_id)
    else:
        got = "session " + entry["sessionId"] if entry["sessionId"] else "no places"
        print("Entry %s: drawn at place %s of %d, %s." % (entry_id, entry["rank"], len(record["entries"]), got))


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__.strip())
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            record = json.load(file)
        if record["version"] != 1:
            print("This script checks records of version 1; this one has version %s." % record["version"])
            return 2
        if record["seed"] is None or record["entries"] is None:
            print("This ballot has not been drawn yet. Keep the commitment, and check again after the draw.")
            return 2
        return report(record, arguments[1] if len(arguments) == 2 else None)
    except OSError as error:
        print("The record could not be read: %s" % error)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print("This is not the record of a ballot, or it is broken: %s %s" % (type(error).__name__, error))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
