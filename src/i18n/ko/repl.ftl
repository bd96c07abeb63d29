### The prompt, its commands and what they answer.

## 프로그램 실행

repl-program-not-found = `{ $program }` 프로그램을 찾지 못했어요. PATH의 이 폴더에서 찾아보았어요: { $folders }
repl-program-not-there = `{ $program }`: 실행할 수 있는 그런 파일이 없어요.
repl-program-not-started = `{ $program }` 프로그램을 시작하지 못했어요: { $reason }
repl-program-lost = `{ $program }` 프로그램이 어떻게 끝났는지 알 수 없어요: { $reason }
repl-program-log = 작업의 출력을 `{ $path }` 파일에 쓰지 못했어요: { $reason }
repl-program-continued = Ctrl-Z로 멈춘 `{ $program }` 프로그램을 podo가 다시 이어서 실행해요. Ctrl-C를 누르면 끝나요. 백그라운드에서 실행하려면 명령 끝에 `&` 기호를 붙여 보세요.

## edit

repl-edit-prompt = 편집>
repl-edit-opened = `{ $name }` 파일이에요({ $count }줄).
repl-edit-new = `{ $name }` 파일을 새로 만들어요.
repl-edit-help =
    p            내용 보기
    r 3 내용     3번 줄 바꾸기 (내용을 적지 않으면 그 줄을 고칠 수 있어요)
    i 3 내용     3번 줄 뒤에 한 줄 넣기 (0은 맨 앞, 내용을 적지 않으면 여러 줄)
    a            맨 뒤에 여러 줄 넣기
    d 3, d 3 5   3번 줄 지우기, 3번부터 5번 줄까지 지우기
    w            저장하기
    q            나가기
repl-edit-typing = 내용을 입력하세요. 점(.)만 있는 줄을 입력하면 끝나요.
repl-edit-empty = 파일이 비어 있어요.
repl-edit-saved = `{ $name }` 파일을 저장했어요.
repl-edit-unsaved = 저장하지 않은 내용이 있어요. `w` 명령으로 저장할 수 있어요. 저장하지 않고 나가려면 `q` 명령을 한 번 더 입력하세요.
repl-edit-discarded = 저장하지 않은 내용은 버렸어요.
repl-edit-unknown = `{ $word }`: 모르는 편집 명령이에요. `h` 명령으로 목록을 볼 수 있어요.
repl-edit-which-line = 줄 번호도 함께 입력하세요. 예: `{ $example }`
repl-edit-no-line = { $line }번 줄은 없어요. 이 파일은 모두 { $count }줄이에요.
repl-edit-no-editor = `{ $program }` 편집기를 찾지 못해서 podo의 간단한 편집기를 열어요.
repl-edit-editor-failed = `{ $program }` 편집기가 오류 코드로 끝났어요. 파일은 편집기가 남긴 그대로예요.
repl-edit-bad-name = `{ $name }`: 작업 폴더 안의 파일 이름으로 쓸 수 없어요. `web.yaml`처럼 `/`, `-`, `+`, `~` 기호로 시작하지 않고 `..` 폴더를 지나지 않는 이름을 쓰세요.
repl-edit-outside = `{ $name }` 이름은 링크를 따라 작업 폴더 밖으로 나가요. podo는 작업 폴더 안의 파일만 편집해요.
repl-edit-not-a-file = `{ $name }`: 파일이 아니에요.
repl-edit-not-text = `{ $name }` 파일은 podo의 편집기로 열 수 없어요. 1 MiB까지의 UTF-8 텍스트 파일을 열 수 있어요.
repl-edit-editor-words = `{ $variable }` 환경 변수의 따옴표가 닫히지 않아서 어떤 편집기인지 알 수 없어요.
repl-edit-file-error = `{ $name }` 파일을 읽거나 쓰지 못했어요: { $reason }
repl-edit-terminal = 입력을 받을 수 없어서 편집을 마치지 못했어요: { $reason }
