### Lessons and the tools of their authors.

## Problems in a lesson pack: what is wrong, and what to do. File and line stand in front of it.

lesson-problem-korean-particle = “{ $particle }” stands for two particles at once. Put a noun behind the name, and the particle that fits the noun.
lesson-problem-korean-voice = “{ $word }” is 합니다체; lessons speak in 해요체 throughout. Write it that way.
lesson-problem-korean-term = For “{ $word }” the glossary has { $term }. Use that in Korean texts.
lesson-problem-untaught = No exercise and no section teaches `{ $id }` yet. Name it in the `teaches` of the one that does.
lesson-problem-file-missing = This file is missing. Create it, or take its lesson out of `lessons` in `pack.yaml`.
lesson-problem-not-text = This file is not UTF-8 text. Save it as UTF-8.
lesson-problem-not-a-file = This is neither a file nor a folder, so podo does not read it. Remove it from the pack.
lesson-problem-file-too-large = This file is larger than { $limit } KiB, so podo does not read it. Make it smaller or split it.
lesson-problem-too-many-files = The pack has more than { $limit } files, and podo reads no further. Split the pack.
lesson-problem-unlisted = There is a folder `{ $name }` with exercises, but `lessons` in `pack.yaml` does not name it. Add it there, or remove the folder.
lesson-problem-newer-format = The pack has format version { $found }, and this podo reads up to version { $supported }. Use a newer podo.
lesson-problem-yaml = This is not valid YAML: { $detail }.
lesson-problem-several-documents = One YAML document is read here, and a second begins on this line. Remove the `---` or what comes after it.
lesson-problem-duplicate-key = The key `{ $key }` is there twice. Keep one of them.
lesson-problem-unknown-key = There is no key `{ $key }` here. { $near ->
    [0] Known keys: { $known }.
   *[1] The nearest is `{ $nearest }`. Known keys: { $known }.
}
lesson-problem-unknown-word = `{ $word }` is not allowed here. { $near ->
    [0] Allowed: { $known }.
   *[1] The nearest is `{ $nearest }`. Allowed: { $known }.
}
lesson-problem-missing-key = The key `{ $key }` is missing. Add it.
lesson-problem-key-not-here = `{ $key }` does not go with `{ $of }`. Remove one of the two.
lesson-problem-wrong-type = `{ $key }` takes { $expected ->
    [number] a whole number
    [truth] `true` or `false`
    [list] a list
    [map] keys with values
    [both-languages] a text in both languages, as in `{"{"}ko: …, en: …{"}"}`
    [owner] a kind and a name, as in `Deployment/web`
    [holds] `lesson`, `moment` or `{"{"}until: EXERCISE{"}"}`
   *[text] a text
}. Write it that way.
lesson-problem-out-of-range = `{ $key }` must be at least { $min } and at most { $max }.
lesson-problem-empty-text = The text of `{ $what }` is empty. Write it.
lesson-problem-bad-id = The id `{ $id }` has characters that ids do not have. Use lower-case letters, digits and dashes, with a letter first.
lesson-problem-bad-name = No object, container or variable can be called `{ $name }`. Choose another name.
lesson-problem-duplicate-id = The id `{ $id }` is used twice. Give one of them another id.
lesson-problem-unknown-id = Nothing here has the id or name `{ $id }`. { $near ->
    [0] Use one that is there, or add what it names.
   *[1] The nearest is `{ $nearest }`.
}
lesson-problem-one-kind = An expectation has exactly one of `object`, `absent`, `count`, `cel`, `http`, `log`, `file` and `answer`. This one has { $found }.
lesson-problem-one-step = A step has exactly one of `kubectl`, `docker`, `minikube`, `file`, `answer` and `wait`. This one has { $found }.
lesson-problem-not-later = The exercise `{ $id }` does not come after this one, so this one cannot hold until then. Name a later exercise.
lesson-problem-circle = The expectation `{ $id }` waits for itself, directly or through others, so it is never judged. Take one id out of `after`.
lesson-problem-hidden-outside-lab = Only expectations of a lab can be hidden. Remove `hidden`, or set `lab: true`.
lesson-problem-all-hidden = All expectations of this lab are hidden, so the learner sees no goal. Show at least one.
lesson-problem-cannot-fail = Every expectation here already holds at the start, so the exercise is done before it begins. Add one without `atStart`.
lesson-problem-hints = An exercise has exactly three hints: a question, a pointer, the command. Here { $found ->
    [one] is { $found }.
   *[other] are { $found }.
}
lesson-problem-mistakes = An exercise has at least two known mistakes. Here { $found ->
    [one] is { $found }.
   *[other] are { $found }.
}
lesson-problem-unknown-code = No finding has the code `{ $code }`. `podo explain` lists the codes.
lesson-problem-cel = The expression does not compile: { $detail }.
lesson-problem-quotes = A quotation mark in this command is not closed. Close it.
lesson-problem-forbidden-command = Lessons may not use `{ $word }` in `{ $command }`. lessons/README.md lists what they may use.
lesson-problem-forbidden-manifest = Lessons may not use `{ $what }`, because it reaches beyond the learner's namespace or onto the node. Take it out.
lesson-problem-not-declared = `{ $what }` lies outside the exercise's namespace. Declare it in `clusterWide`, or undo the change in the mistake's `cleanup`.
lesson-problem-path-escape = The path `{ $path }` leaves its folder. Use a relative path without `..`.
lesson-problem-unknown-file = There is no file `{ $name }` in the lesson's `files/`. { $near ->
    [0] Add it, or name another.
   *[1] The nearest is `{ $nearest }`.
}
lesson-problem-unknown-kind = podo does not know the kind `{ $name }`. { $near ->
    [0] If the cluster does, add its `apiVersion`.
   *[1] The nearest is `{ $nearest }`. If the cluster knows `{ $name }`, add its `apiVersion`.
}
lesson-problem-front-matter-open = The front matter begins with `---` and does not end. Close it with a line `---`.
lesson-problem-missing-section = The section `{"{"}#{ $section }{"}"}` is missing. Write it here, or remove what asks for it: the exercise, or the section in the other language.
lesson-problem-stray-section = The section `{"{"}#{ $section }{"}"}` ends like an exercise's debrief, but there is no such exercise. Correct the id, or remove the section.
lesson-problem-section-order = The section `{"{"}#{ $section }{"}"}` stands in another place than the order asks for. Order: as in exercises.yaml, each exercise before its debrief, and the same in both languages.
lesson-problem-heading-id = The heading “{ $heading }” has no id. Add one at its end, as in `{"{"}#my-section{"}"}`.
lesson-problem-code-differs = The code blocks of the section `{"{"}#{ $section }{"}"}` are not the same in both languages. Make them identical.
lesson-problem-stale = The section `{"{"}#{ $section }{"}"}` was translated from an older text. Bring it up to date, then run `podo lesson stamp`.
lesson-problem-not-stamped = Nothing says which text the section `{"{"}#{ $section }{"}"}` was translated from. Compare the two languages, then run `podo lesson stamp`.
lesson-problem-markdown = The terminal cannot show this: { $construct ->
    [html] HTML, or angle brackets that look like it. Write it without, or as code
    [image] an image. Describe it in words
    [footnote] a footnote. Put it into the text
    [deep-list] a list inside a list inside a list. Use two levels at most
    [deep-quote] a quotation inside a quotation. Use one level
    [heading-level] a heading of another level than 2 and 3. Use `##` or `###`
    [misplaced] a heading or a table inside a list or a quotation. Move it out
    [indented-code] a code block by indentation. Put it between fences
    [rule] a rule between paragraphs. Use a heading
    [strikethrough] text struck through. Take it out
    [task-list] a list with boxes. Use a plain list
    [stray-emphasis] a `*` that does not emphasise, because a letter follows the punctuation. Move the star or the punctuation
   *[else] { $construct }. Write it another way
}.

## Making and using packs

lesson-stamped = { $lesson }: noted which version was translated.
lesson-made = Made the skeleton of a lesson: { $path }
lesson-made-list = Add `{ $lesson }` to the list of lessons in pack.yaml.
lesson-made-next = Check it: podo --lessons { $dir } lesson check { $lesson }
lesson-foreign-pack = The lesson pack “{ $title }” (`{ $pack }`) is not podo's own. Lessons: { $lessons }.
lesson-foreign-pack-setup = To prepare start states it runs these commands:
lesson-foreign-pack-steps = To prove its exercises it runs these commands, in a namespace that is deleted afterwards:
lesson-foreign-pack-ask = Use this pack?
lesson-foreign-pack-refused = The pack was not used. Without `--lessons` podo takes its own lessons.
lesson-source-no-pack = There is no `pack.yaml` in `{ $folder }`, so it is no lesson pack. `podo lesson new NAME --dir { $folder }` makes one.
lesson-source-unreadable = The lesson pack could not be read: `{ $path }` ({ $detail })
