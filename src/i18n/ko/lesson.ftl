### 레슨과 레슨 작성 도구.

## 레슨 묶음의 문제: 무엇이 잘못되었고 무엇을 하면 되는지. 파일과 줄은 문장 앞에 나와요.

lesson-problem-korean-particle = “{ $particle }” 형태는 조사 둘을 한꺼번에 적은 것이에요. 이름 뒤에 명사를 두고, 그 명사에 맞는 조사를 쓰세요.
lesson-problem-korean-voice = “{ $word }” 부분은 합니다체예요. 레슨은 모두 해요체로 쓰세요.
lesson-problem-korean-term = “{ $word }” 대신 쓸 말이 용어집에 있어요: { $term }
lesson-problem-untaught = `{ $id }` 항목을 가르치는 실습이나 절이 아직 없어요. 가르치는 곳의 `teaches`에 적어 주세요.
lesson-problem-file-missing = 이 파일이 없어요. 파일을 만들거나, `pack.yaml`의 `lessons`에서 이 레슨을 빼세요.
lesson-problem-not-text = 이 파일은 UTF-8 텍스트가 아니에요. UTF-8로 저장하세요.
lesson-problem-not-a-file = 파일도 폴더도 아니어서 podo가 읽지 않아요. 묶음에서 빼세요.
lesson-problem-file-too-large = 파일이 { $limit } KiB보다 커서 podo가 읽지 않아요. 줄이거나 나누세요.
lesson-problem-too-many-files = 묶음의 파일이 { $limit }개를 넘어서 podo가 더 읽지 않았어요. 묶음을 나누세요.
lesson-problem-unlisted = 실습이 있는 `{ $name }` 폴더를 `pack.yaml`의 `lessons`에서 찾을 수 없어요. 거기에 적거나 폴더를 지우세요.
lesson-problem-newer-format = 이 묶음의 형식 버전은 { $found }인데, 이 podo는 버전 { $supported }까지 읽어요. 더 새로운 podo를 쓰세요.
lesson-problem-yaml = 올바른 YAML이 아니에요: { $detail }.
lesson-problem-several-documents = YAML 문서 하나만 읽는 파일인데, 이 줄에서 두 번째 문서가 시작돼요. `---` 줄이나 그 뒤의 내용을 지우세요.
lesson-problem-duplicate-key = `{ $key }` 키가 두 번 있어요. 하나만 남기세요.
lesson-problem-unknown-key = 여기에 `{ $key }` 키는 쓸 수 없어요. { $near ->
    [0] 쓸 수 있는 키: { $known }.
   *[1] 가장 비슷한 키: `{ $nearest }`. 쓸 수 있는 키: { $known }.
}
lesson-problem-unknown-word = 여기에 `{ $word }` 값은 쓸 수 없어요. { $near ->
    [0] 쓸 수 있는 값: { $known }.
   *[1] 가장 비슷한 값: `{ $nearest }`. 쓸 수 있는 값: { $known }.
}
lesson-problem-missing-key = `{ $key }` 키가 없어요. 추가하세요.
lesson-problem-key-not-here = `{ $key }` 키는 `{ $of }` 안이나 옆에 쓸 수 없어요. 둘 가운데 하나를 빼세요.
lesson-problem-wrong-type = `{ $key }` 자리에는 { $expected ->
    [number] 정수
    [truth] `true` 또는 `false` 값
    [list] 목록
    [map] 키와 값
    [both-languages] `{"{"}ko: …, en: …{"}"}`처럼 두 언어로 쓴 글
    [owner] `Deployment/web`처럼 종류와 이름
    [holds] `lesson`, `moment`, `{"{"}until: 실습{"}"}` 가운데 하나
   *[text] 글
}만 올 수 있어요. 그렇게 고쳐 쓰세요.
lesson-problem-out-of-range = `{ $key }` 값은 { $min } 이상 { $max } 이하여야 해요.
lesson-problem-empty-text = `{ $what }` 자리의 글이 비어 있어요. 채워 주세요.
lesson-problem-bad-id = `{ $id }` id에 쓸 수 없는 문자가 있어요. 영어 소문자, 숫자, 붙임표(-)만 쓰고 소문자로 시작하세요.
lesson-problem-bad-name = 오브젝트나 컨테이너, 변수에 `{ $name }` 이름은 쓸 수 없어요. 다른 이름을 고르세요.
lesson-problem-duplicate-id = `{ $id }` id를 두 번 썼어요. 하나를 다른 id로 바꾸세요.
lesson-problem-unknown-id = `{ $id }` id나 이름이 여기에 없어요. { $near ->
    [0] 있는 것을 쓰거나, 가리키는 것을 추가하세요.
   *[1] 가장 비슷한 이름: `{ $nearest }`.
}
lesson-problem-one-kind = 기대 조건에는 `object`, `absent`, `count`, `cel`, `http`, `log`, `file`, `answer` 가운데 꼭 하나만 써요. 여기에는 { $found }개 있어요.
lesson-problem-one-step = 단계에는 `kubectl`, `docker`, `minikube`, `file`, `answer`, `wait` 가운데 꼭 하나만 써요. 여기에는 { $found }개 있어요.
lesson-problem-not-later = `{ $id }` 실습은 이 실습보다 뒤에 있지 않아서, 그때까지 유지된다고 할 수 없어요. 뒤에 오는 실습을 적으세요.
lesson-problem-circle = `{ $id }` 기대 조건이 직접 또는 다른 조건을 거쳐 자기 자신을 기다려서, 영영 판정할 수 없어요. `after`에서 id 하나를 빼세요.
lesson-problem-hidden-outside-lab = 기대 조건은 랩에서만 숨길 수 있어요. `hidden`을 빼거나 `lab: true`로 바꾸세요.
lesson-problem-all-hidden = 이 랩은 기대 조건이 모두 숨겨져 있어서 학습자에게 목표가 보이지 않아요. 하나 이상 보여 주세요.
lesson-problem-cannot-fail = 기대 조건이 시작할 때부터 모두 맞아서, 실습을 시작하기도 전에 끝나 있어요. `atStart` 없는 조건을 추가하세요.
lesson-problem-hints = 실습마다 힌트는 꼭 세 개예요: 질문, 방향, 명령. 여기에는 { $found }개 있어요.
lesson-problem-mistakes = 실습마다 흔한 실수가 두 개 이상 있어야 해요. 여기에는 { $found }개 있어요.
lesson-problem-unknown-code = `{ $code }` 코드의 진단은 없어요. `podo explain` 명령으로 코드 목록을 볼 수 있어요.
lesson-problem-cel = 식을 해석할 수 없어요: { $detail }.
lesson-problem-quotes = 이 명령에는 닫지 않은 따옴표가 있어요. 닫아 주세요.
lesson-problem-forbidden-command = `{ $command }` 명령의 `{ $word }` 부분은 레슨에서 쓸 수 없어요. 쓸 수 있는 것은 lessons/README.md에 있어요.
lesson-problem-forbidden-manifest = `{ $what }` 부분은 학습자의 네임스페이스를 벗어나거나 노드에 손을 대기 때문에 레슨에서 쓸 수 없어요. 빼세요.
lesson-problem-not-declared = `{ $what }` 부분은 실습의 네임스페이스 밖에 있어요. `clusterWide`에 적거나, 실수의 `cleanup`에서 되돌리세요.
lesson-problem-path-escape = `{ $path }` 경로는 자기 폴더를 벗어나요. `..` 없는 상대 경로를 쓰세요.
lesson-problem-unknown-file = 레슨의 `files/` 폴더에 `{ $name }` 파일이 없어요. { $near ->
    [0] 파일을 추가하거나 다른 파일을 적으세요.
   *[1] 가장 비슷한 파일: `{ $nearest }`.
}
lesson-problem-unknown-kind = podo는 `{ $name }` 종류를 몰라요. { $near ->
    [0] 클러스터에 있는 종류라면 `apiVersion`을 함께 적으세요.
   *[1] 가장 비슷한 종류: `{ $nearest }`. 클러스터에 `{ $name }` 종류가 있다면 `apiVersion`을 함께 적으세요.
}
lesson-problem-front-matter-open = `---` 줄로 시작한 머리말이 끝나지 않아요. 끝에 `---` 줄을 넣으세요.
lesson-problem-missing-section = `{"{"}#{ $section }{"}"}` 절이 없어요. 여기에 쓰거나, 이 절이 필요한 실습이나 다른 언어의 절을 지우세요.
lesson-problem-stray-section = `{"{"}#{ $section }{"}"}` 절은 이름이 실습 정리처럼 끝나는데 그런 실습이 없어요. id를 고치거나 절을 지우세요.
lesson-problem-section-order = `{"{"}#{ $section }{"}"}` 절의 자리가 순서와 달라요. 실습은 exercises.yaml의 순서대로, 각 실습은 정리보다 앞에, 두 언어는 같은 순서로 놓으세요.
lesson-problem-heading-id = “{ $heading }” 제목에 id가 없어요. 제목 끝에 `{"{"}#my-section{"}"}`처럼 붙이세요.
lesson-problem-code-differs = `{"{"}#{ $section }{"}"}` 절의 코드 블록이 두 언어에서 서로 달라요. 똑같이 맞추세요.
lesson-problem-stale = `{"{"}#{ $section }{"}"}` 절을 옮긴 뒤에 원문이 바뀌었어요. 번역을 고치고 `podo lesson stamp` 명령을 실행하세요.
lesson-problem-not-stamped = `{"{"}#{ $section }{"}"}` 절을 어느 글에서 옮겼는지 기록이 없어요. 두 언어를 견주어 보고 `podo lesson stamp` 명령을 실행하세요.
lesson-problem-markdown = 터미널에서 보여 줄 수 없는 것이 있어요: { $construct ->
    [html] HTML, 또는 그렇게 보이는 꺾쇠괄호. 없애거나 코드로 쓰세요
    [image] 그림. 말로 설명하세요
    [footnote] 각주. 본문에 쓰세요
    [deep-list] 세 단계로 겹친 목록. 두 단계까지만 쓰세요
    [deep-quote] 인용 안의 인용. 한 단계만 쓰세요
    [heading-level] 2와 3이 아닌 수준의 제목. `##`이나 `###`을 쓰세요
    [misplaced] 목록이나 인용 안에 있는 제목이나 표. 밖으로 옮기세요
    [indented-code] 들여쓰기로 만든 코드 블록. 코드 울타리로 감싸세요
    [rule] 문단 사이의 가로줄. 제목을 쓰세요
    [strikethrough] 취소선. 지우세요
    [task-list] 네모 칸이 있는 목록. 보통 목록을 쓰세요
    [stray-emphasis] 문장 부호 바로 뒤에 글자가 이어져 강조가 되지 않는 `*` 기호. 별표나 문장 부호를 옮기세요
   *[else] { $construct }. 다르게 쓰세요
}.

## 레슨 묶음 만들기와 쓰기

lesson-stamped = { $lesson }: 번역한 버전을 적어 두었어요.
lesson-made = 레슨의 뼈대를 만들었어요: { $path }
lesson-made-list = pack.yaml 파일의 lessons 목록에 `{ $lesson }` 항목을 더해 주세요.
lesson-made-next = 확인해 보세요: podo --lessons { $dir } lesson check { $lesson }
lesson-foreign-pack = podo에 들어 있지 않은 레슨 묶음이에요: “{ $title }” (`{ $pack }`). 레슨: { $lessons }.
lesson-foreign-pack-setup = 시작 상태를 준비할 때 다음 명령을 실행해요:
lesson-foreign-pack-steps = 실습을 증명할 때 다음 명령을 실행해요. 잠깐 쓰고 지우는 네임스페이스에서 실행해요:
lesson-foreign-pack-ask = 이 묶음을 사용할까요?
lesson-foreign-pack-refused = 이 묶음을 사용하지 않았어요. `--lessons` 옵션 없이 실행하면 podo의 레슨을 열어요.
lesson-source-no-pack = `{ $folder }` 폴더에 `pack.yaml` 파일이 없어서 레슨 묶음이 아니에요. `podo lesson new 이름 --dir { $folder }` 명령으로 만들 수 있어요.
lesson-source-unreadable = 레슨 묶음을 읽지 못했어요: `{ $path }` ({ $detail })
