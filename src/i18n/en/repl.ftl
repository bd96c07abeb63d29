### The prompt, its commands and what they answer.

## Running programs

repl-program-not-found = The program `{ $program }` was not found. These folders of PATH were searched: { $folders }
repl-program-not-there = There is no executable file `{ $program }`.
repl-program-not-started = The program `{ $program }` could not be started: { $reason }
repl-program-lost = How the program `{ $program }` ended could not be found out: { $reason }
repl-program-log = The job's output could not be written to `{ $path }`: { $reason }
repl-program-continued = Ctrl-Z stopped `{ $program }`, and podo lets it go on. Ctrl-C ends it. To run a command in the background, put `&` at its end.

## edit

repl-edit-prompt = edit>
repl-edit-opened = { $count ->
    [one] `{ $name }` has one line.
   *[other] `{ $name }` has { $count } lines.
  }
repl-edit-new = `{ $name }` is a new file.
repl-edit-help =
    p            show the text
    r 3 TEXT     replace line 3 (without TEXT you can edit the line)
    i 3 TEXT     insert a line after line 3 (0 is the top; without TEXT several lines)
    a            append lines at the end
    d 3, d 3 5   delete line 3, delete lines 3 to 5
    w            save
    q            leave
repl-edit-typing = Type the lines. A line with only a full stop (.) ends it.
repl-edit-empty = The file is empty.
repl-edit-saved = `{ $name }` is saved.
repl-edit-unsaved = There are changes that are not saved. `w` saves them. To leave without saving, type `q` once more.
repl-edit-discarded = Changes that were not saved are gone.
repl-edit-unknown = `{ $word }` is no command of this editor. `h` lists them.
repl-edit-which-line = Add the number of a line, for example `{ $example }`.
repl-edit-no-line = There is no line { $line }. Lines in this file: { $count }
repl-edit-no-editor = The editor `{ $program }` was not found, so podo opens its own plain editor.
repl-edit-editor-failed = The editor `{ $program }` ended with an error code. The file is as the editor left it.
repl-edit-bad-name = `{ $name }` can't be a file of the working folder. Use a name like `web.yaml` that does not begin with `/`, `-`, `+` or `~` and does not pass through `..`.
repl-edit-outside = `{ $name }` follows a link out of the working folder. podo edits only files inside it.
repl-edit-not-a-file = `{ $name }` is not a file.
repl-edit-not-text = podo's editor can't open `{ $name }`. It takes UTF-8 text of up to 1 MiB.
repl-edit-editor-words = A quote in the environment variable `{ $variable }` is not closed, so the editor is not known.
repl-edit-file-error = `{ $name }` could not be read or written: { $reason }
repl-edit-terminal = Nothing can be typed here, so editing ended: { $reason }
