"""Words that every screen is full of, so that they tell nothing of an estate: they stay in running text.

A name of nothing but these words and of numbers is replaced where it stands alone in its cell, in its own
case, in quotes, after the number of an episode and before a year; not as a word of a sentence.
"""

from __future__ import annotations

_LANGUAGE = """
a about above after again all alone already an and another any anything are as at away back be because been
before behind being below between both but by came can cannot come comes could day days did do does done down
each either else empty enough even ever every everything false few for found four from full gave get give
given gone good had half has have hence her here him his how if in instead into is it its itself just keep
kept least left less like long longer made make makes many may me mean meanwhile more most must my near need
needs never next no nobody none nor not nothing now of off often on once one ones only or other others our out
over own per put same see seen set several shall she should since so some somebody something still stop such
take taken takes than that the their them then there these they thing this those though three through till
time times to today together too took true twice two under until up us was we were what when where whether
which while who whole why will with within without would yes yesterday yet you your
"""
_INTERFACE = """
accept active activity add added addition adds address addresses age allowed api app apple applied applies
apply approve approved apps arrow arrows arrtui ask asked asking asks automatic available backed backup
backups bad base begin begins below best better big bin bold browse busy cancel cancelled candidate candidates
cell change changed changes check checked checks choice choose chosen clear clears client close closed closes
code collection column columns command commands compare complete completed configuration configured connect
connection copied copies copy count counts current custom cutoff daily daemon dark data database date days
decide decided default delete deleted deletes demo detail details differ difference different disk download
downloaded downloading downloads draft edit edited editor end ended ends enter entries entry episode episodes
error errors esc estate event events exclude exclusion exists export fail failed fails fault faults field
fields file files fill filter find finds first fixed folder folders follow footer form format formats free
full gain gaps general grab grabbed grade group groups grow hand health healthy help hidden hide history home
host hour hours id import imported in incognito index indexer indexers info instance instances invalid item
items job jobs key keys kind language last later latest leave leaves library light limit limits line lines
list lists live local log long lost lower machine main map maps mark marked marks match matches matching
median message minimum minute minutes minus missing mode modes monitor monitored month months move moved moves
movie movies name named names narrow new newest notes notification number numbers obey old oldest open opens
option options order pager page pair pairs pane paused path paths pending pick place plan plans planned plus
points port pool possible press previous problem problems profile profiles program programs proper quality
query queue queued quit random range rate reach read reads reading ready reason recent record records redo
refresh refused reject release releases reload remain remove removed removes rename repack replace report
request requests reset restore result results retry review right root row rows rule rules run running runs
save saved scenario scenarios schedule score scores scroll search searched searches season seasons second
seconds section send server setting settings show shown shows shrink size skip skipped smaller snapshot
snapshots sort source space start started state states status step steps stored sum sync synced tab table
tags tag target tasks test text theme title titles top total trailer trailers trends tries try type
unavailable undecided undo undone unknown unmonitored unset update updated upgrade upgrades usage use used
value values version video videos view views wait waiting wanted warning warnings web week weeks weight
weights welcome what width words work works worst write written wrong year years
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march
april june july august september october november december jan feb mar apr jun jul aug sep oct nov dec
ascii audio bluray cache csv dvd gb gib hd hdtv http https json kb mb mib monitored radarr remux sd sonarr
tb tib tmdb tvdb uhd url web webdl webrip
"""
COMMON_WORDS = frozenset([*_LANGUAGE.split(), *_INTERFACE.split()])
"""Without case."""
