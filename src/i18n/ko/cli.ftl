### 명령줄: 도움말과 오류.
### 도움말 id는 명령 구조를 따라요: cli-COMMAND-about, cli-COMMAND-arg-NAME.

## 도움말: 명령과 인자

cli-about = 터미널에서, 실제 클러스터를 쓰면서 배우는 쿠버네티스
cli-arg-lesson = 이 레슨이나 실습에서 튜터를 시작해요
cli-arg-lang = podo가 쓰는 언어
cli-arg-cluster = 실습할 클러스터: auto, sandbox, minikube[:PROFILE], context:NAME 중 하나
cli-arg-namespace = 실습하거나 설명하거나 저장할 네임스페이스. podo가 만들거나 지우지 않아요
cli-arg-lessons = podo에 들어 있는 레슨 대신 쓸 레슨 묶음 폴더
cli-arg-plain = 색과 선 없이 글자만 보여 줘요
cli-arg-yes = 모든 질문에 예라고 답해요(스크립트용)
cli-arg-help = 이 도움말을 보여 줘요
cli-arg-version = 버전을 보여 줘요

cli-verify-about = 클러스터에서 실습 결과를 확인하고 판정을 알려 줘요
cli-verify-arg-exercises = 확인할 레슨이나 실습. 적지 않으면 전체 과정을 확인해요
cli-verify-arg-output = 결과 형식
cli-verify-arg-live-only = 지금 볼 수 없어서 기록으로만 알 수 있는 판정은 빼요

cli-lesson-about = 레슨 목록을 보거나, 직접 만들고 검증해요
cli-lesson-list-about = 레슨과 실습 목록을 보여 줘요
cli-lesson-check-about = 레슨을 검증해요. 시작 상태는 실패하고, 풀이는 통과하고, 흔한 실수는 설명되어야 해요
cli-lesson-check-arg-names = 검증할 레슨
cli-lesson-check-arg-static-only = 클러스터 없이 파일만 읽어요
cli-lesson-check-arg-all = 묶음의 모든 레슨을 검증하고, 과정에 아직 모자란 것도 알려 줘요
cli-lesson-check-arg-repairs = 설명이 권하는 명령도 실행해 보고, 그 결과를 알려 줘요
cli-lesson-check-arg-record = 클러스터에서 본 것을 기록할 폴더
cli-lesson-new-about = 새 레슨의 뼈대를 만들어요
cli-lesson-new-arg-name = 레슨 이름: 영어 소문자, 숫자, 붙임표(-)
cli-lesson-new-arg-dir = 레슨을 만들 폴더. 적지 않으면 현재 폴더예요
cli-lesson-stamp-about = 각 절이 다른 언어의 어느 버전을 옮긴 것인지 적어 둬요
cli-lesson-stamp-arg-names = 표시할 레슨. 적지 않으면 모든 레슨이에요

cli-doctor-about = 필요한 것이 이 컴퓨터에 있는지, 없으면 무엇을 못 하는지 보여 줘요
cli-doctor-arg-output = 결과 형식

cli-explain-about = 진단 코드의 뜻이나, 네임스페이스 또는 저장한 상태에 무엇이 잘못됐는지 설명해요
cli-explain-arg-code = P01 같은 진단 코드. 적지 않으면 모든 코드를 보여 줘요
cli-explain-arg-from = 클러스터 대신 설명할 파일이나 폴더: podo snapshot, kubectl get -o json, kubectl cluster-info dump 명령의 결과. 표준 입력은 -
cli-explain-arg-output = 네임스페이스에서 찾은 것을 보여 주는 형식
cli-explain-after-help =
    예:
      podo explain P01                              진단 결과의 뜻
      podo explain -n shop --cluster context:work   네임스페이스의 문제(읽기만 해요)
      podo snapshot -n shop > state.json            지금 상태를 저장(시크릿 값은 빼요)
      podo explain --from state.json -o json        클러스터 없이 나중에 설명

    종료 코드: 0 문제 없음, 1 문제가 있거나 아직 진행 중, 2 사용법 오류,
    3 클러스터나 파일을 읽지 못함

cli-skip-about = 레슨의 마지막 실습을 열어요. 통과하면 나머지는 건너뛰어도 돼요
cli-skip-arg-name = 건너뛸 레슨

cli-review-about = 통과한 지 가장 오래된 실습을 다시 열어요
cli-review-arg-exercise = 복습할 레슨이나 실습. 적지 않으면 통과한 지 가장 오래된 것

cli-glossary-about = 과정에서 쓰는 낱말을 찾거나 모두 보여 줘요
cli-glossary-arg-term = 한국어나 영어 낱말, 또는 kubectl의 줄임말. 적지 않으면 모든 낱말을 보여 줘요

cli-cheatsheet-about = 지금까지 쓴 명령과 하는 일을 보여 줘요
cli-cheatsheet-arg-output = 보여 주는 형식

cli-shell-about = 마지막으로 하던 레슨의 실습 클러스터에 연결된 내 셸을 열어요
cli-snapshot-about = podo가 레슨이나 네임스페이스에서 보는 것을 JSON으로 보여 줘요
cli-snapshot-after-help =
    -n 옵션을 주면 어느 클러스터에서든 그 네임스페이스를 읽고, 없으면 마지막 레슨을 읽어요.
    시크릿의 값은 빼요.

cli-sandbox-about = 내장 샌드박스를 실행해 어느 도구에서나 쓰게 하거나 그 상태를 관리해요
cli-sandbox-arg-nodes = 둘 노드 수. 이미 더 많으면 그대로 둬요
cli-sandbox-after-help =
    명령을 적지 않으면 Ctrl-C를 누를 때까지 샌드박스가 실행되고, 어느 도구에서나 쓸 수 있는
    kubeconfig의 경로를 출력해요. 샌드박스에 있는 것은 저장해 두어요.

    진짜: API와 그 규칙, 모든 오브젝트, 컨트롤러, 스케줄링, 이벤트, kubectl.
    시뮬레이션: 컨테이너는 실제 프로그램 대신 널리 쓰이는 프로그램을 흉내 내고, 이미지는 내장된
    목록에서 오고, 네트워크는 시뮬레이션한 파드와 서비스, `kubectl port-forward`와
    `kubectl proxy` 사이에만 있어요. 흉내 내지 않는 것은 메시지와 함께 거절해요.

    이미지: nginx, httpd, busybox, alpine, redis, memcached, postgres, curlimages/curl,
    kicbase/echo-server의 태그 몇 가지와, 거기서 직접 빌드한 이미지가 있어요.
cli-sandbox-status-about = 실행 중인지, 주소는 무엇인지, 무엇이 들어 있는지 보여 줘요
cli-sandbox-save-about = 들어 있는 것을 이름을 붙여 저장해요
cli-sandbox-save-arg-name = 저장할 상태의 이름: 소문자, 숫자, 대시
cli-sandbox-load-about = 들어 있는 것을 저장한 상태로 바꿔요
cli-sandbox-load-arg-name = 저장한 상태의 이름: 소문자, 숫자, 대시
cli-sandbox-delete-about = 저장한 상태를 삭제해요
cli-sandbox-delete-arg-name = 저장한 상태의 이름: 소문자, 숫자, 대시
cli-sandbox-reset-about = 들어 있는 것을 모두 삭제해요

cli-completions-about = 셸 자동 완성 스크립트를 보여 줘요
cli-completions-arg-shell = 스크립트를 쓸 셸

cli-man-about = 매뉴얼 페이지를 보여 줘요
cli-man-arg-dir = 화면 대신 이 폴더에 두 언어의 페이지를 저장해요

## 도움말: 그 밖의 부분

cli-heading-usage = 사용법
cli-heading-commands = 명령
cli-heading-arguments = 인자
cli-heading-options = 옵션
cli-heading-global-options = 모든 명령의 옵션
cli-placeholder-options = [옵션]
cli-placeholder-command = 명령
cli-note-values = [값: { $values }]
cli-note-default = [기본값: { $value }]
cli-note-env = [환경 변수: { $variable }]
cli-after-help =
    명령을 적지 않으면 튜터가 열려요.

    예:
      podo --lang en                   영어로 튜터 열기
      podo --lesson pods               한 레슨에서 튜터 열기
      podo verify pods -o json         한 레슨의 판정을 JSON으로 보기
      podo explain P01                 진단 결과의 뜻

    종료 코드: 0 완료, 1 아직 풀지 못함, 2 사용법 오류, 3 클러스터나 환경 문제

## 매뉴얼 페이지

cli-man-name = 이름
cli-man-synopsis = 사용법
cli-man-description = 설명
cli-man-environment = 환경 변수
cli-man-exit-codes = 종료 코드
cli-man-about-podo =
    podo는 터미널에서 실제 클러스터를 쓰면서 한국어와 영어로 쿠버네티스를 가르쳐 줘요.
    짧은 레슨을 읽고 진짜 명령을 입력하면, podo가 클러스터의 현재 상태를 보고 실습이 끝났는지,
    끝나지 않았다면 왜 그런지 알려 줘요.

    명령을 적지 않으면 튜터가 열려요.
cli-man-environment-same = { $option } 옵션과 같아요. 둘 다 있으면 옵션을 따라요.
cli-man-environment-locale = 로캘이에요. 다른 데서 언어를 정하지 않았을 때 써요.
cli-exit-success = 모두 끝났어요. 확인한 실습은 모두 풀려 있어요.
cli-exit-not-solved = 아직 풀지 못한 실습이 있거나, 네임스페이스에 문제가 있거나, 레슨에 문제가 있어요.
cli-exit-usage = 명령줄을 이해할 수 없어요.
cli-exit-environment = 클러스터나 컴퓨터, 파일에 문제가 있어요.
cli-exit-internal = podo 자체의 문제예요.
cli-exit-interrupted = Ctrl-C 키로 끝냈어요.

## 명령줄 오류

cli-error-unknown-option = `{ $command }` 명령에는 `{ $option }` 옵션이 없어요.
cli-error-unexpected-word = `{ $command }` 명령은 여기서 끝나야 하는데 `{ $value }` 단어가 남았어요.
cli-error-option-elsewhere = 이렇게 쓰는 옵션이에요: `{ $command }`
cli-error-unknown-command = `{ $command }` 아래에는 `{ $name }` 명령이 없어요.
cli-error-missing-command = `{ $command }` 뒤에 명령을 하나 더 적어 주세요.
cli-error-no-value = `{ $option }` 옵션에는 값이 필요해요.
cli-error-bad-value =
    { $place ->
        [option] `{ $option }` 옵션에는 `{ $value }` 값을 쓸 수 없어요.
       *[argument] `{ $option }` 자리에는 `{ $value }` 값을 쓸 수 없어요.
    }
cli-error-value-not-taken = `{ $option }` 옵션은 값을 받지 않는데 `{ $value }` 값이 있어요.
cli-error-missing-argument = `{ $command }` 명령에는 `{ $argument }` 값이 필요해요.
cli-error-conflict = 이 둘은 함께 쓸 수 없어요: `{ $option }`, `{ $other }`
cli-error-repeated = `{ $option }` 옵션은 한 번만 쓸 수 있어요.
cli-error-lesson-with-command = 튜터를 여는 `--lesson` 옵션은 `{ $command }` 명령과 함께 쓸 수 없어요.
cli-error-form-of-nothing = `--output` 옵션은 네임스페이스에서 찾은 것의 형식이에요. `-n NAME`으로 네임스페이스를, 또는 `--from FILE`로 파일을 적어 주세요.
cli-error-utf8 = 명령줄에 UTF-8이 아닌 글자가 있어요.
cli-error-other = 명령줄을 읽을 수 없어요.
cli-error-env = `{ $variable }` 환경 변수에는 `{ $value }` 값을 쓸 수 없어요.
cli-error-nearest = 가장 가까운 것: { $nearest }
cli-error-values = 목록: { $values }
cli-error-target-name = `{ $form }` 뒤에 이름을 적어 주세요.
cli-error-name-characters = 이름: 영어 소문자와 숫자, 그 사이의 붙임표(-). 63자까지 쓸 수 있어요.
cli-error-name-depth = 실습은 LESSON/EXERCISE 형식으로 적어 주세요.
cli-error-next = 다음: { $command }
