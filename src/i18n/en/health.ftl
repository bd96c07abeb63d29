### What is wrong in a namespace, outside the course: podo explain -n, podo explain --from.

health-place = Namespace `{ $namespace }` on `{ $cluster }` ({ $version })
health-place-file = Namespace `{ $namespace }`, as it was at { $at }
health-well = Nothing is wrong that podo can see: { $judged ->
    [one] one object is
    *[other] { $judged } objects are
} as asked for.
health-empty = Nothing is wrong that podo can see: there is nothing in `{ $namespace }` to run.
health-settling = Nothing is wrong so far. Look again in a moment.
health-causes = { $causes ->
    [one] One cause
    *[other] { $causes } causes, independent of each other; the first in the chain comes first
}. `podo explain CODE` tells more about each.
health-unread = What is needed to judge this could not be read.
health-waiting = Not there yet:
health-unknown = Not seen ({ $reason }): { $kinds }. What hangs on these is unknown.
health-file-broken = `{ $file }`, line { $line }, column { $column }: this is not whole JSON. { $detail }
health-file-form = `{ $file }`: { $place } is no Kubernetes object with `kind` and `metadata.name`. podo reads `kubectl get … -o json`, `kubectl cluster-info dump` and `podo snapshot`.
health-file-version = `{ $file }` is of a newer podo (format { $version }).
health-file-alone = `{ $file }` is a whole state by `podo snapshot`, which cannot be put together with other files.
health-file-large = `{ $file }` is too large: podo reads up to { $limit } MiB.
health-file-unreadable = `{ $file }` cannot be read: { $detail }
health-file-none = There is no JSON file in `{ $file }`.
health-namespace-open = There are several namespaces in it: { $known }. Name one with `-n`.
health-namespace-missing = There is no namespace `{ $namespace }` here. There are: { $known }
