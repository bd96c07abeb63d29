### Verification: podo verify, podo lesson check.

verify-read = Lessons read: { $lessons }, exercises: { $exercises }, problems: { $problems }
verify-misprint = { $place }: `{ $text }` would not work: { $detail }
verify-proofs = Exercises proven: { $proven } of { $all }, with flaws: { $flawed }. Commands and manifests shown: { $shown }, that would not work: { $wrong }
verify-proofs-unsupported = Not proven here: { $count } ({ $reason })
verify-repair-next = The repair of `{ $mistake }` ({ $code }) leads on to { $next }.
verify-repair-stays = The repair of `{ $mistake }` changes nothing: { $code } stays.
verify-repair-failed = The repair of `{ $mistake }` ({ $code }) fails: { $detail }
verify-repairs = Mistakes with a suggested command: { $suggested } of { $all }. Passed after it: { $passed }, led on to another cause: { $next }, changed nothing: { $stays }, failed: { $failed }
verify-not-proven = not proven: { $reason }
verify-flaw-setup = The start state could not be made: { $detail }
verify-flaw-given = The start state does not meet the `given` expectation `{ $id }`.
verify-flaw-passes = The expectation `{ $id }` passes before anything was done. If it is a guard, mark it with `atStart: true`.
verify-flaw-fails = The expectation `{ $id }` is marked `atStart` and does not hold in the start state.
verify-flaw-solution = A step of the solution failed: { $detail }
verify-flaw-rejected = The solution was performed and the exercise does not pass ({ $verdict }): { $finding }
verify-flaw-steps = The steps of the mistake `{ $mistake }` could not be performed: { $detail }
verify-flaw-mistake-passes = The exercise passes in spite of the mistake `{ $mistake }`.
verify-flaw-other = The mistake `{ $mistake }` should get { $wanted } and gets { $got }: { $says }
verify-flaw-words = The finding { $code } has no words in { $lang }.

verify-recorded = recorded
verify-live = live
verify-never = never begun
verify-no-verdict = begun, and no check gave a verdict yet
verify-elsewhere = taken on another cluster, not on this one
verify-summary = passed { $passed }, open { $open }, unsupported { $unsupported }, errors { $errors }
verify-cluster = Cluster: { $cluster }
verify-nothing = There is no exercise to look at on the cluster right now, so nothing was verified.
verify-none-begun = None of these exercises was begun on this cluster yet. `podo` opens the tutor.
