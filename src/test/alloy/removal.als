/*
 * The removal protocol: what may be removed, and what AWS may do meanwhile. docs/design/removal-model.md explains it.
 *
 * A history is a row of ticks. Whatever happens between two ticks is seen at the second. Before the first tick, all
 * was as it is then. The lag L is 2 ticks, the time W from reading to sending is 1, the deadline D of a sending is 1.
 */
module removal

open util/ordering[Tick] as time

sig Tick, Address, Name, Process {}

fun L[t: Tick]: set Tick { t + t.prev + t.prev.prev }  -- from L before the tick, to the tick
fun W[t: Tick]: set Tick { t + t.next }                -- from the tick, to W after it
fun D[t: Tick]: set Tick { t + t.next }                -- from the tick, to D after it
fun WD[t: Tick]: set Tick { t + t.prev + t.prev.prev } -- from W + D before the tick, to the tick
fun upTo[t: Tick]: set Tick { t + t.prevs }
fun span[s, t: Tick]: set Tick { (s + s.nexts) & upTo[t] }

-- The truth ---------------------------------------------------------------------------------------------------------

/** An EC2 instance. One that is stopped is at no address. Nothing is assumed of who else is at an address. */
sig Instance { launched, ended: set Tick, at: Tick -> lone Address }

/** All attributes of a registration. Two forms may differ in nothing but an attribute that is not modelled. */
sig Form { name: one Name, ids: some Instance, address: one Address, made, stands: set Tick }

/** Forms that bear another controller's mark. */
sig Others in Form {}

fun standing[n: Name, t: Tick]: set Form { name.n & stands.t }

/** Terminated is terminated. Source: EC2 user guide, "Instance lifecycle"; ids are never given twice. */
fact TerminatedForGood {
  launched.next in launched and ended.next in ended and ended in launched
  all i: Instance | i.at.Address in i.launched - i.ended
}

/** Who registers an instance knows its id, and RunInstances is what gives it. Source: EC2 API, RunInstances. */
fact LaunchedBeforeRegistered { all f: Form, t: f.made | f.ids in launched.t }

/**
 * One form a name; registering again replaces. Anybody may deregister at any time. Source: Cloud Map API,
 * RegisterInstance.
 */
fact CloudMapKeepsOneFormAName {
  made in stands and stands.first in made.first
  all n: Name, t: Tick | lone standing[n, t] and lone (name.n & made.t)
  all f: Form, t: Tick - first | t in f.stands - f.made implies t.prev in f.stands
}

-- What AWS says and does --------------------------------------------------------------------------------------------

/** An answer by id: for each instance the moment whose truth it shows, or nothing. It can take its time to come. */
sig Answer { asked, came: one Tick, shows: Instance -> lone Tick }

/** The moments at which EC2 may have made the answer. */
fun underWay[a: Answer]: set Tick { span[a.asked, a.came] }
/** The moments whose truth the answer may show. */
fun told[a: Answer]: set Tick { L[a.asked] + underWay[a] }

/** The tick at which answers leave out what lives, if there is one. */
one sig Accident { when: lone Tick }

pred lives[a: Answer, i: Instance] { some a.shows[i] & (i.launched - i.ended) }
pred isEnded[a: Answer, i: Instance] { some a.shows[i] & i.ended }
pred isThere[a: Answer, i: Instance, f: Form] { some a.shows[i] and i.at[a.shows[i]] = f.address }
pred isAbsent[a: Answer, i: Instance] { no a.shows[i] }

/** Answers lag by at most L; a later one may be older. Source: EC2 developer guide, "Eventual consistency". */
fact AnswersLag {
  all a: Answer | a.asked in upTo[a.came]
  all a: Answer, i: Instance | a.shows[i] in told[a] & i.launched
  all a: Answer, i: Instance | isAbsent[a, i] implies leftOut[a, i] or some told[a] & (i.ended + (Tick - i.launched))
}

/** A living instance that an answer has to show, and does not. */
pred leftOut[a: Answer, i: Instance] {
  isAbsent[a, i] and told[a] in i.launched - i.ended and some underWay[a] & Accident.when
}

/** The accident is one of that moment: one L before or after it no answer is wrong or late. Source: assumed. */
pred TwoAnswersFarApartAreNotBothWrong {
  all a, b: Answer, i: Instance | leftOut[a, i] and no underWay[b] & near[Accident.when]
    implies b.shows[i] in underWay[b] and (underWay[b] in i.launched implies some b.shows[i])
}
fun near[t: Tick]: set Tick { t + t.prev + t.next }

/** A sending takes effect within its deadline: once, twice or never. Source: HTTP; AWS bounds it by the signature. */
fact EffectWithinTheDeadline { all x: Attempt | x.effect in D[x.sent] }

/** What an accepted removal does, whoever stands under the name by then. Source: Cloud Map API, DeregisterInstance. */
fact RemovedByName {
  all x: Attempt, t: x.effect, f: standing[x.of, t] | t.next in f.stands implies t.next in f.made
}

-- The program -------------------------------------------------------------------------------------------------------

/** What one pass of one process reads about one name; `form` is what its list shows. A restart is another process. */
sig Pass { by: one Process, of: one Name, form: lone Form, listed: one Tick, answer: one Answer }

/** A pass that gets to the last readings. What others remove meanwhile is covered: anybody may deregister any time. */
sig Attempt extends Pass { last: one Answer, read: one Tick, sent, effect: set Tick }

fact PassesOfAProcessFollowEachOther {
  all x: Pass | x.form = standing[x.of, x.listed]
  all x: Attempt | x.answer.came in upTo[x.last.asked] and x.listed in upTo[x.read]
  all x: Attempt, t: x.sent | x.read + x.last.came in upTo[t]
  all disj x, y: Pass | x.by = y.by and x.of = y.of implies follows[x, y] or follows[y, x]
}
pred follows[x, y: Pass] {
  x.listed in y.listed.prevs and x.answer.asked in y.answer.asked.prevs
  x.answer.came + x.last.came + x.read in upTo[y.listed]
}

abstract sig Rule {}
one sig Ec2Again, CloudMapAgain, CloudMapLast, Unchanged, SentOnce, InTime, AfterTheList, EveryId, WeakestGround,
  Settling, SameForm, Unbroken, SightLost, SightLostAgain, FromTheFirst, FromItsComing, SameProcess, NobodyElses, FarApart extends Rule {}

pred stale[a: Answer, f: Form, off: set Rule] {
  EveryId in off => (some i: f.ids | not isThere[a, i, f]) else (no i: f.ids | isThere[a, i, f])
}
pred final[a: Answer, f: Form, off: set Rule] {
  WeakestGround in off => (some i: f.ids | isEnded[a, i]) else (all i: f.ids | isEnded[a, i])
}

/** The last readings. EC2 is not asked again about what has ended. */
fun ec2Read[x: Attempt, off: set Rule]: Answer { (Ec2Again in off or final[x.answer, x.form, off]) => x.answer else x.last }
fun cloudMapRead[x: Attempt, off: set Rule]: Tick { CloudMapAgain in off => x.listed else x.read }

/** The answers from the first of a streak to the one that the verdict rests on. */
fun answers[s, x: Pass]: set Pass {
  s + { y: of.(x.of) & by.(x.by) | y.answer.asked in span[s.answer.asked, x.answer.asked] }
}
/** The later answer leaves an id out, and does not show alive all that the earlier one did. */
pred losesSight[a, b: Answer, f: Form] {
  (some i: f.ids | isAbsent[b, i]) and (some i: f.ids | lives[a, i] and not lives[b, i])
}
pred isNext[y, z: Pass, among: set Pass] {
  y.answer.asked in z.answer.asked.prevs and no among.answer.asked & y.answer.asked.nexts & z.answer.asked.prevs
}
pred afterTheList[x: Pass, off: set Rule] { AfterTheList in off or x.listed in upTo[x.answer.asked] }
pred settled[x: Attempt, off: set Rule] {
  Settling in off or some s: of.(x.of) {
    SameProcess in off or s.by = x.by
    (FromItsComing in off => s.answer.asked else s.answer.came) in upTo[x.answer.asked.prev.prev]
    all y: (Unbroken in off => s else answers[s, x]) {
      afterTheList[y, off] and stale[y.answer, x.form, off] and (SameForm in off or y.form = x.form)
    }
    SightLost in off or no y, z: answers[s, x] | isNext[y, z, answers[s, x]] and losesSight[y.answer, z.answer, x.form]
    SightLostAgain in off or not losesSight[x.answer, ec2Read[x, off], x.form]
    FromTheFirst in off implies answers[s, x] in s + x
  }
}

pred may[x: Attempt, off: set Rule] {
  some x.form
  NobodyElses in off or x.form not in Others
  afterTheList[x, off]
  stale[x.answer, x.form, off] and stale[ec2Read[x, off], x.form, off]
  final[ec2Read[x, off], x.form, off] or settled[x, off]
  Ec2Again in off or final[x.answer, x.form, off] or x.last != x.answer
  CloudMapAgain in off or (Unchanged in off => some standing[x.of, x.read] else x.form in standing[x.of, x.read])
  CloudMapLast in off or CloudMapAgain in off or ec2Read[x, off].came in upTo[x.read]
}
pred protocol[off: set Rule] {
  FarApart in off or TwoAnswersFarApartAreNotBothWrong
  all x: Attempt | some x.sent implies may[x, off]
  all x: Attempt | SentOnce in off or lone x.sent
  all x: Attempt | InTime in off or CloudMapAgain in off or x.sent in W[x.read]
  all x: Attempt | InTime in off or Ec2Again in off or final[x.answer, x.form, off] or x.sent in W[x.last.asked]
}

-- The claims --------------------------------------------------------------------------------------------------------

fun earlier[x: Attempt, off: set Rule]: Tick { min[ec2Read[x, off].asked + cloudMapRead[x, off]] }
pred servedAll[f: Form, ts: set Tick] { some i: f.ids | ts in i.at.(f.address) }

pred A[off: set Rule] {
  all x: Attempt, t: x.effect, f: standing[x.of, t] | let e = earlier[x, off] |
    span[e, t] in f.stands implies not servedAll[f, L[e] + span[e, t]]
}
pred B[off: set Rule] {
  all x: Attempt, t: x.effect, f: standing[x.of, t] | let m = f.made & upTo[t] |
    one m and m in upTo[earlier[x, off]] implies not servedAll[f, span[m, t]]
}
pred C[off: set Rule] {
  all x: Attempt, t: x.effect, f: standing[x.of, t] & Others | cloudMapRead[x, off] not in f.stands
}
/** The promise as AWS sees it, which knows of no readings. */
pred Outside {
  all x: Attempt, t: x.effect, f: standing[x.of, t] |
    WD[t] in f.stands implies f not in Others and not servedAll[f, L[WD[t]]]
}
pred claims[off: set Rule] { A[off] and B[off] and C[off] and Outside }

/**
 * From the tick on nothing fails and a process makes a pass every tick. At the tick before the last it removes what it
 * may.
 */
pred quiet[f: Form, from: Tick, off: set Rule] {
  from in f.stands and no name.(f.name).made & from.nexts
  no Accident.when & (from + from.nexts)
  some p: Process {
    all t: from + from.nexts - last | some x: by.p & of.(f.name) & listed.t | x.answer.asked + x.answer.came = t
    some x: Attempt & by.p & of.(f.name) & listed.(last.prev) {
      x.answer.(asked + came) + x.last.(asked + came) + x.read = last.prev and x.answer != x.last
      may[x, off] implies last.prev in x.effect
    }
  }
}
pred dead[f: Form, t: Tick] { f.ids in ended.t }
/** What is dead for good does go: at the latest L + L after that (EC2 may show it that long, and it has to settle). */
pred Goes[off: set Rule] { goesIfDeadBy[first.next, off] }
pred goesIfDeadBy[t: Tick, off: set Rule] {
  all f: Form - Others | dead[f, t] and quiet[f, first.next, off] implies last not in f.stands
}

-- The protocol as it was, and what went wrong with it ----------------------------------------------------------------

fun asItWas: set Rule { Ec2Again + Settling + SightLost + SightLostAgain + WeakestGround + EveryId + SentOnce + InTime
  + NobodyElses }

/** Nothing is wrong but that: the instance that the list names had ended long ago, and no answer was an accident. */
pred listedIsDead { no Accident.when and all x: Attempt | x.form.ids in ended.first and x.form.made in first }
pred row1 { listedIsDead and all x: Attempt | not lone x.effect }                  -- sent again after a lost answer
pred row2 { no Accident.when and no ended and made in Form -> first and all x: Attempt | lone x.sent } -- started again
pred row3 { no Accident.when and no ended and all x: Attempt | isAbsent[x.answer, x.form.ids] } -- shown late
pred row10 { listedIsDead and all x: Attempt | lone x.sent }                       -- Cloud Map not read again
pred row11 { no Accident.when and all x: Attempt | some i, j: x.form.ids | isEnded[x.answer, i] and isAbsent[x.answer, j] }
pred row12 { listedIsDead and all x: Attempt | not lone x.sent and lone x.effect } -- throttled, then sent again

-- Checked by RemovalModelTest ----------------------------------------------------------------------------------------

check holds_A { protocol[none] implies A[none] }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check holds_B { protocol[none] implies B[none] }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check holds_C { protocol[none] implies C[none] }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check holds_Outside { protocol[none] implies Outside }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check holds_goes { protocol[none] implies Goes[none] }
  for 7 but 2 Instance, 2 Address, 1 Name, 1 Process, 1 Form, 6 Pass, 1 Attempt, 7 Answer expect 0

run fails_goes_by_settling { protocol[none] and some f: Form - Others | dead[f, first.next] and quiet[f, first.next, none]
  and all x: Attempt | x.form = f and not final[x.answer, f, none] and not final[ec2Read[x, none], f, none] }
  for 7 but 1 Instance, 1 Address, 1 Name, 1 Process, 1 Form, 6 Pass, 1 Attempt, 7 Answer expect 1
run fails_never_removes { protocol[none]
  and some x: Attempt | some standing[x.of, x.effect] and not final[x.answer, x.form, none] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_goes_sooner { protocol[none] implies goesIfDeadBy[first.next.next, none] }
  for 7 but 1 Instance, 1 Address, 1 Name, 1 Process, 1 Form, 6 Pass, 1 Attempt, 7 Answer expect 1
check fails_without_FromTheFirst { protocol[FromTheFirst] implies Goes[FromTheFirst] }
  for 7 but 1 Instance, 1 Address, 1 Name, 1 Process, 1 Form, 6 Pass, 1 Attempt, 7 Answer expect 1
check fails_without_FromItsComing { protocol[FromItsComing] implies claims[FromItsComing] }
  for 7 but 1 Instance, 1 Address, 1 Name, 1 Process, 1 Form, 2 Pass, 1 Attempt, 3 Answer expect 1
check fails_without_Ec2Again { protocol[Ec2Again] implies claims[Ec2Again] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_CloudMapAgain { protocol[CloudMapAgain] implies claims[CloudMapAgain] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check holds_without_CloudMapLast { protocol[CloudMapLast] implies claims[CloudMapLast] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 3 Form, 2 Pass, 1 Attempt, 4 Answer expect 0
check fails_without_Unchanged { protocol[Unchanged] implies claims[Unchanged] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check holds_without_SentOnce { protocol[SentOnce] implies claims[SentOnce] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 0
check fails_without_InTime { protocol[InTime] implies claims[InTime] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_AfterTheList { protocol[AfterTheList] implies claims[AfterTheList] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_EveryId { protocol[EveryId] implies claims[EveryId] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_WeakestGround { protocol[WeakestGround] implies claims[WeakestGround] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_Settling { protocol[Settling] implies claims[Settling] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_SameForm { protocol[SameForm] implies claims[SameForm] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check holds_without_Unbroken { protocol[Unbroken] implies claims[Unbroken] }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check fails_without_SightLost { protocol[SightLost] implies claims[SightLost] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_SightLostAgain { protocol[SightLostAgain] implies claims[SightLostAgain] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check holds_without_SameProcess { protocol[SameProcess] implies claims[SameProcess] }
  for 6 but 2 Instance, 2 Address, 1 Name, 2 Process, 2 Form, 3 Pass, 1 Attempt, 4 Answer expect 0
check fails_without_NobodyElses { protocol[NobodyElses] implies claims[NobodyElses] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_without_FarApart { protocol[FarApart] implies claims[FarApart] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 2 Pass, 1 Attempt, 4 Answer expect 1
check fails_row_1 { protocol[asItWas] and row1 implies Outside }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
check fails_row_2 { protocol[asItWas] and row2 implies Outside }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
check fails_row_3 { protocol[asItWas] and row3 implies B[asItWas] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
check fails_row_10 { protocol[asItWas + CloudMapAgain] and row10 implies Outside }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
check fails_row_11 { protocol[asItWas] and row11 implies B[asItWas] }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
check fails_row_12 { protocol[asItWas] and row12 implies Outside }
  for 6 but 2 Instance, 2 Address, 1 Name, 1 Process, 2 Form, 1 Pass, 1 Attempt, 2 Answer expect 1
