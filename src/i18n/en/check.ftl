### Checks: the sentences of the checklist, verdicts, the labels of an explanation.

check-verdict-pass = passed
check-verdict-fail = not yet right
check-verdict-waiting = in progress
check-verdict-blocked = something else comes first
check-verdict-not-set-up = not begun
check-verdict-lost = cannot be completed from here
check-verdict-unsupported = cannot be done here
check-verdict-error = could not be checked

check-item-object = There is a { $subject } `{ $name }`
check-item-object-any = There is a { $subject } that fits
check-item-object-fields = { $noun } `{ $name }`: { $fields }
check-item-object-any-fields = A { $noun } that fits: { $fields }
check-item-absent = There is no { $subject } `{ $name }`
check-item-absent-any = There is no { $subject } that fits
check-item-count = Number of { $subject } objects that fit: { $count }
check-item-count-fields = Number of { $subject } objects with { $fields }: { $count }
check-item-count-least = Number of { $subject } objects that fit: at least { $count }
check-item-count-least-fields = Number of { $subject } objects with { $fields }: at least { $count }
check-item-count-most = Number of { $subject } objects that fit: at most { $count }
check-item-count-most-fields = Number of { $subject } objects with { $fields }: at most { $count }
check-item-http = The Service `{ $service }` answers a request for `{ $path }` with status { $status }
check-item-http-text = The Service `{ $service }` answers a request for `{ $path }` with “{ $text }”
check-item-image = Docker has an image `{ $image }`
check-item-image-same = Docker has an image `{ $image }`, the same as `{ $other }`
check-item-image-differs = Docker has an image `{ $image }`, with other contents than `{ $other }`
check-item-log = The Pod's log says “{ $text }”
check-item-file = The file `{ $path }` in the container says “{ $text }”
check-item-answer = Question: { $question }
check-item-answer-named = Question `{ $id }`: { $question }
check-item-labels = label `{ $labels }`
check-item-owner = owner `{ $owner }`

check-field-value = { $field } `{ $value }`
check-field-request = request for `{ $resource }`
check-field-condition = condition `{ $field }` `{ $value }`
check-field-ready = Ready
check-field-label = label `{ $label }` in the Pod template
check-field-absent = no { $field }
check-field-image = image
check-field-container = { $field } of the container `{ $container }`
check-field-replicas = replicas
check-field-availableReplicas = available replicas
check-field-readyReplicas = ready replicas
check-field-updatedReplicas = updated replicas
check-field-phase = phase
check-field-type = type
check-field-nodeName = node
check-field-restartPolicy = restart policy
check-field-command = command
check-field-args = arguments

check-field = field
check-expected = expected
check-actual = actual
check-none = (none)
check-evidence = Evidence
check-because = Because
check-follows = Follows from this
check-right = Already right
check-look = Look
check-fix = Repair
check-event = event { $reason }
check-more = { $count ->
    [one] There is one more independent cause. This one comes first; `why` shows the other.
   *[other] There are { $count } more independent causes. This one comes first; `why` shows the others.
}
check-also = Also seen
check-folded = What follows from it
check-likely = This is likely, not certain.
check-lost = Something that was there at the start is gone. `reset` brings the start state back.
check-not-set-up = This exercise has not been begun. `start { $lesson }` begins it.
check-unsupported = This exercise cannot be done here: { $reason }
check-lacking-kubectl = it needs the kubectl program.
check-lacking-docker = it needs docker, with its daemon running.
check-lacking-minikube = it needs a real minikube.
check-lacking-cluster-scope = it needs the right to read objects of the whole cluster, such as Nodes.
check-error = The check could not be made. That is a matter of the connection to the cluster, not of the exercise.
check-gap = { $kind } objects could not be read: { $message }
check-gap-server = The cluster did not answer: { $message }
check-gap-docker = Docker could not be asked: { $message }
