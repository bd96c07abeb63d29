### The command line: help and errors.
### Ids of help texts follow the tree of commands: cli-COMMAND-about, cli-COMMAND-arg-NAME.
### The English ones are the same as the comments in src/cli.rs.

## Help: commands and their arguments

cli-about = Learn Kubernetes in the terminal, on a cluster that is really there
cli-arg-lesson = Open the tutor at this lesson or exercise
cli-arg-lang = Language of everything podo says
cli-arg-cluster = Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME
cli-arg-namespace = Namespace to practise in, to explain or to save; podo neither creates nor deletes it
cli-arg-lessons = Folder of a lesson pack to use instead of podo's own
cli-arg-plain = Text only: no colours, no drawn lines
cli-arg-yes = Answer yes to every question, for scripts
cli-arg-help = Print this help
cli-arg-version = Print the version

cli-verify-about = Check exercises against the cluster and report the verdicts
cli-verify-arg-exercises = Lessons or exercises to check; without any, the whole course
cli-verify-arg-output = Form of the report
cli-verify-arg-live-only = Leave out verdicts that can only come from the record

cli-lesson-about = List lessons, or make and prove your own
cli-lesson-list-about = List the lessons and their exercises
cli-lesson-check-about = Prove lessons: each start fails, each solution passes, each known mistake is explained
cli-lesson-check-arg-names = Lessons to prove
cli-lesson-check-arg-static-only = Only read the files, without a cluster
cli-lesson-check-arg-all = Prove every lesson of the pack, and say what the course still owes
cli-lesson-check-arg-repairs = Also run the commands that the findings suggest, and say what became of each
cli-lesson-check-arg-record = Folder for recordings of what the cluster showed
cli-lesson-new-about = Make the skeleton of a new lesson
cli-lesson-new-arg-name = Name of the lesson: lower-case letters, digits and dashes
cli-lesson-new-arg-dir = Folder to make it in; without it, the current one
cli-lesson-stamp-about = Note which version of the other language each section was translated from
cli-lesson-stamp-arg-names = Lessons to stamp; without any, all of them

cli-doctor-about = Show what is there on this machine, and what is missing for what
cli-doctor-arg-output = Form of the report

cli-explain-about = Explain a finding, or what is wrong in a namespace or a saved state
cli-explain-arg-code = Code of the finding, such as P01; without it, all codes are listed
cli-explain-arg-from = File or folder to explain in place of a cluster: of podo snapshot, kubectl get -o json or kubectl cluster-info dump; - for standard input
cli-explain-arg-output = Form of what is found in a namespace
cli-explain-after-help =
    Examples:
      podo explain P01                              what a finding means
      podo explain -n shop --cluster context:work   what is wrong in a namespace, read only
      podo snapshot -n shop > state.json            what podo sees there, without Secrets
      podo explain --from state.json -o json        the same later, without the cluster

    Exit codes: 0 nothing is wrong, 1 something is or is not settled yet, 2 usage,
    3 the cluster or file could not be read

cli-skip-about = Open the tutor at a lesson's last exercise: whoever passes it may leave out the rest
cli-skip-arg-name = Lesson to skip

cli-review-about = Open the tutor at what was passed longest ago, to do it once more
cli-review-arg-exercise = Lesson or exercise to review; without it, what was passed longest ago

cli-glossary-about = Look up a word of the course, or list them all
cli-glossary-arg-term = Word in either language, or kubectl's short name for it; without it, all words are listed

cli-cheatsheet-about = Print the commands that you have used so far, and what each does
cli-cheatsheet-arg-output = Form of the sheet

cli-shell-about = Open your own shell on the practice cluster of the lesson worked on last
cli-snapshot-about = Print what podo sees of the lesson, or of any namespace, as JSON
cli-snapshot-after-help =
    With -n, podo reads that namespace of any cluster; without, the lesson worked on last.
    Values of Secrets are left out.

cli-sandbox-about = Run the embedded sandbox for any tool, or look after its state
cli-sandbox-arg-nodes = How many Nodes it has; one that has more keeps them
cli-sandbox-after-help =
    Without a command the sandbox runs until Ctrl-C, and the path of its kubeconfig is printed
    for any tool. What is in it is kept.

    Real: the API with its rules, all objects, controllers, scheduling, Events, kubectl itself.
    Simulated: containers run no real programs but imitations of the best known ones, images come
    from a built-in catalogue, and the network exists only between simulated Pods, Services,
    `kubectl port-forward` and `kubectl proxy`. What is not imitated is refused with a message.

    Images: nginx, httpd, busybox, alpine, redis, memcached, postgres, curlimages/curl,
    kicbase/echo-server, with a few tags each, and those that you build from them.
cli-sandbox-status-about = Show whether it runs, where, and what is in it
cli-sandbox-save-about = Save what is in it under a name
cli-sandbox-save-arg-name = Name of the saved state: lower-case letters, digits and dashes
cli-sandbox-load-about = Replace what is in it by a saved state
cli-sandbox-load-arg-name = Name of the saved state: lower-case letters, digits and dashes
cli-sandbox-delete-about = Delete a saved state
cli-sandbox-delete-arg-name = Name of the saved state: lower-case letters, digits and dashes
cli-sandbox-reset-about = Delete everything in it

cli-completions-about = Print the completion script for a shell
cli-completions-arg-shell = Shell that the script is for

cli-man-about = Print the manual page
cli-man-arg-dir = Write the pages of both languages into this folder instead

## Help: what stands around them

cli-heading-usage = Usage
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-global-options = Options for every command
cli-placeholder-options = [OPTIONS]
cli-placeholder-command = COMMAND
cli-note-values = [values: { $values }]
cli-note-default = [default: { $value }]
cli-note-env = [env: { $variable }]
cli-after-help =
    Without a command the tutor opens.

    Examples:
      podo --lang ko                   the tutor in Korean
      podo --lesson pods               the tutor at a lesson
      podo verify pods -o json         the verdicts of a lesson as JSON
      podo explain P01                 what a finding means

    Exit codes: 0 done, 1 not solved, 2 usage, 3 cluster or environment

## The manual page

cli-man-name = Name
cli-man-synopsis = Synopsis
cli-man-description = Description
cli-man-environment = Environment
cli-man-exit-codes = Exit codes
cli-man-about-podo =
    podo teaches Kubernetes in the terminal, in Korean and English, on a cluster that is really there.
    A learner reads a short lesson and types real commands; podo looks at the live state of the cluster,
    says whether the exercise is done, and when it is not, why.

    Without a command the tutor opens.
cli-man-environment-same = The same as { $option }, which is stronger.
cli-man-environment-locale = The locale: the language where nothing else chooses one.
cli-exit-success = Everything is done; every exercise that was checked is solved.
cli-exit-not-solved = An exercise is not solved, something in a namespace is not well, or a lesson is not sound.
cli-exit-usage = The command line cannot be understood.
cli-exit-environment = The cluster, the machine or a file stands in the way.
cli-exit-internal = A fault of podo's own.
cli-exit-interrupted = Ended with Ctrl-C.

## Errors of the command line

cli-error-unknown-option = `{ $command }` has no option `{ $option }`.
cli-error-unexpected-word = `{ $command }` takes no further word; `{ $value }` is left over.
cli-error-option-elsewhere = It is there as `{ $command }`.
cli-error-unknown-command = `{ $command }` has no command `{ $name }`.
cli-error-missing-command = `{ $command }` needs a command after it.
cli-error-no-value = `{ $option }` needs a value.
cli-error-bad-value =
    { $place ->
        [option] The option `{ $option }` cannot be `{ $value }`.
       *[argument] `{ $option }` cannot be `{ $value }`.
    }
cli-error-value-not-taken = The option `{ $option }` takes no value; `{ $value }` is left over.
cli-error-missing-argument = `{ $command }` needs `{ $argument }`.
cli-error-conflict = These two do not go together: `{ $option }`, `{ $other }`.
cli-error-repeated = The option `{ $option }` can be given once.
cli-error-lesson-with-command = `--lesson` opens the tutor; it does not go with `{ $command }`.
cli-error-form-of-nothing = `--output` is for what is found in a namespace: name one with `-n NAME`, or a file with `--from FILE`.
cli-error-utf8 = The command line has characters that are not UTF-8.
cli-error-other = podo cannot read this command line.
cli-error-env = The environment variable `{ $variable }` cannot be `{ $value }`.
cli-error-nearest = Nearest: { $nearest }
cli-error-values = Possible: { $values }
cli-error-target-name = A name belongs behind `{ $form }`.
cli-error-name-characters = Names: lower-case letters, digits and dashes inside, 63 characters at most.
cli-error-name-depth = An exercise is written LESSON/EXERCISE.
cli-error-next = Next: { $command }
