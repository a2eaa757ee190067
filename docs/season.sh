#!/usr/bin/env bash
# A whole season by the API, from an empty calendar to a cancelled event, as the events team would do it by programs.
#
#     BASE=http://localhost:3000 KEY=ghk_… bash docs/season.sh
#
# It needs curl, and Node to read the answers. The key must be one that may do everything:
# npm run --silent gatehouse -- key create --name season --role owner
set -euo pipefail

API=${BASE:?Please say where the server is, for example BASE=http://localhost:3000}/api/v1
: "${KEY:?Please give an API key: KEY=ghk_…}"
RUN=$(node -p 'Date.now().toString(36)')
ANSWERS=$(mktemp -d)
trap 'rm -rf "$ANSWERS"' EXIT

# ---- How to talk to the API -------------------------------------------------------------------------------------

say() { printf '\n%s\n' "$*"; }
fail() { printf 'The season ends here: %s\n' "$*" >&2 && exit 1; }

# ask METHOD PATH [curl's options]: leaves the answer in $ANSWERS/body, its headers beside it and its status in $STATUS.
ask() {
  local method=$1 path=$2
  shift 2
  STATUS=$(curl --silent --show-error --request "$method" "$API/$path" --output "$ANSWERS/body" \
    --dump-header "$ANSWERS/headers" --write-out '%{http_code}' "$@")
}

# the PATH: what stands there in the last answer, for example items.0.id
the() {
  node -p 'const [path, file] = process.argv.slice(1);
    path.split(".").reduce((part, name) => part?.[name], JSON.parse(fs.readFileSync(file, "utf8")))' "$1" "$ANSWERS/body"
}

etag() { sed -n 's/^[Ee][Tt][Aa][Gg]: *\(.*[^[:space:]]\)[[:space:]]*$/\1/p' "$ANSWERS/headers"; }

granted() { [[ $STATUS == 2* ]] || fail "$(cat "$ANSWERS/body")"; }
refused() { [[ $STATUS == "$1" && $(the code) == "$2" ]] || fail "expected $1 $2, got $STATUS $(cat "$ANSWERS/body")"; }
expect() { [[ $(the "$1") == "$2" ]] || fail "$1 is $(the "$1") and not $2: $(cat "$ANSWERS/body")"; }

AS_TEAM=(--header "Authorization: Bearer $KEY")
AS_JSON=(--header 'Content-Type: application/json')

get() { ask GET "admin/$1" "${AS_TEAM[@]}" && granted; }

# Whatever makes or does something carries an Idempotency-Key. If the connection breaks before the answer is there, the
# same request with the same key is safe: it gets the first answer and does nothing twice.
STEP=0
post() {
  STEP=$((STEP + 1))
  ask POST "admin/$1" "${AS_TEAM[@]}" "${AS_JSON[@]}" --header "Idempotency-Key: $RUN-$STEP" --data "$2" && granted
}

# Whoever changes something says what they have seen: the ETag of the read before. If somebody else was faster the
# answer is 412, and one reads again.
change() {
  local seen
  get "$1" && seen=$(etag)
  ask PATCH "admin/$1" "${AS_TEAM[@]}" "${AS_JSON[@]}" --header "If-Match: $seen" --data "$2"
}

# People register without any key.
register() {
  ask POST registrations "${AS_JSON[@]}" --header "Idempotency-Key: $4" --data @- <<JSON && granted
{ "sessionId": "$1", "partySize": $2, "contact": { "name": "$3", "email": "$4" } }
JSON
}

# ---- The season -------------------------------------------------------------------------------------------------

say 'Who are we, and what may we do?'
get me
expect kind key

say 'A venue is a place with a time zone and a safe number of people.'
GARDEN='{
  "slug": "garden-'$RUN'", "name": "The garden of BMA House", "address": "Tavistock Square\nLondon WC1H 9JP",
  "latitude": 51.52556, "longitude": -0.12889, "timeZone": "Europe/London", "safeNumber": 120,
  "access": { "stepFree": "There is a step-free way in from the square." }
}'
post venues "$GARDEN"
VENUE=$(the id)

say 'The same request with the same key makes no second venue.'
STEP=$((STEP - 1))
post venues "$GARDEN"
expect id "$VENUE"

say 'A programme recurs; an event is one edition of it, and begins as a draft.'
post programmes '{ "slug": "open-squares-'$RUN'", "name": "Open Squares Weekend", "mood": "garden" }'
PROGRAMME=$(the id)
post events '{
  "programmeId": "'$PROGRAMME'", "venueId": "'$VENUE'", "slug": "open-squares-'$RUN'",
  "title": "The garden on Open Squares Weekend", "contact": { "email": "garden@example.org" }
}'
EVENT=$(the id)
expect status draft
change "events/$EVENT" '{ "summary": "A garden that is nearly always closed.", "partyLimit": 4 }' && granted
expect partyLimit 4

say 'A day of timed entries is made by a rule. First it is only shown, then made.'
DAY=$(node -p 'new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10)')
RULE='{
  "eventId": "'$EVENT'", "days": ["'$DAY'"], "opens": "10:00", "closes": "16:00",
  "lengthMinutes": 45, "gapMinutes": 15, "capacity": 40
}'
post 'sessions/generate?preview=true' "$RULE"
expect count 6
get "sessions?eventId=$EVENT"
expect items.length 0
post sessions/generate "$RULE"
expect count 6
FIRST=$(the items.0.id)
SECOND=$(the items.1.id)
LAST=$(the items.5.id)

say 'Published, it is open to everybody.'
post "events/$EVENT/publish" '{}'
expect status published

say 'People take places, for themselves and their party.'
register "$FIRST" 2 "Siobhán O'Connor" "siobhan.$RUN@example.org"
OCONNOR=$(the id)
register "$FIRST" 4 'Ada Birch' "ada.$RUN@example.org"
register "$LAST" 1 'Tom Reed' "tom.$RUN@example.org"

say 'The team takes places for somebody who rang.'
post registrations '{
  "sessionId": "'$SECOND'", "partySize": 2, "source": "phone", "contact": { "name": "Edith Marlow", "phone": "020 7946 0123" }
}'
expect source phone

say 'Somebody is found without the marks in their name.'
get 'registrations?q=oconnor&eventId='"$EVENT"
expect items.0.id "$OCONNOR"

say 'The pool of the first entry is made smaller, though never smaller than what is taken.'
get "pools?sessionId=$FIRST"
POOL=$(the items.0.id)
change "pools/$POOL" '{ "places": 5 }'
refused 409 capacity_below_taken
change "pools/$POOL" '{ "places": 30 }' && granted
expect taken 6

say 'The O’Connors come an hour later.'
post "registrations/$OCONNOR/move" '{ "sessionId": "'$SECOND'" }'
expect sessionId "$SECOND"

say 'The second entry begins a quarter of an hour later: first we see how many that reaches, then we do it.'
get "sessions/$SECOND"
START=$(node -p 'new Date(Date.parse(process.argv[1]) + 900_000).toISOString()' "$(the startsAt)")
LATER='"startsAt": "'$START'", "endsAt": "'$(the endsAt)'", "reason": "The gates open a little later."'
post "sessions/$SECOND/reschedule?preview=true" "{ $LATER }"
expect reaches 2
post "sessions/$SECOND/reschedule" "{ $LATER, \"reaches\": $(the reaches) }"
expect people 4

say 'Where are all the places?'
get "events/$EVENT/ledger"
expect totals.taken 9

say 'The list of who comes, as a spreadsheet takes it.'
ask GET "admin/registrations/export?format=csv&eventId=$EVENT" "${AS_TEAM[@]}" && granted
grep --quiet 'Ada Birch' "$ANSWERS/body" || fail 'Ada Birch is not in the list.'

say 'A mail that went astray is sent again, once it has been sent at all.'
for _ in {1..60}; do
  get "messages?registrationId=$OCONNOR&state=sent"
  [[ $(the items.length) == 0 ]] || break
  sleep 0.5
done
post "messages/$(the items.0.id)/resend" '{}'

say 'A storm is coming: the last entry is cancelled, and then the whole event.'
post "sessions/$LAST/cancel?preview=true" '{ "reason": "A storm is coming." }'
expect reaches 1
post "sessions/$LAST/cancel" '{ "reason": "A storm is coming.", "reaches": '$(the reaches)' }'
post "events/$EVENT/cancel?preview=true" '{ "reason": "The storm is here." }'
expect people 8
post "events/$EVENT/cancel" '{ "reason": "The storm is here." }'
get "events/$EVENT"
expect status cancelled

say 'Who did what, and why?'
get "audit?subjectId=$EVENT"
expect items.0.kind event.cancelled
expect items.0.reason 'The storm is here.'

say 'Whoever was away catches up by the feed of changes, from where they were.'
SINCE=0
KINDS=
while :; do
  get "changes?since=$SINCE&limit=200"
  KINDS+=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).items.map(({ kind }) => kind).join("\n")' "$ANSWERS/body")$'\n'
  SINCE=$(the nextCursor)
  [[ $(the more) == true ]] || break
done
for kind in venue.made event.published registration.made session.rescheduled event.cancelled; do
  grep --quiet --line-regexp "$kind" <<<"$KINDS" || fail "the feed does not tell of $kind"
done

say 'That was a season.'
