### 검증: podo verify, podo lesson check.

verify-read = 레슨 { $lessons }개, 실습 { $exercises }개를 읽었어요. 문제: { $problems }개
verify-misprint = { $place }: `{ $text }` 부분은 그대로 하면 되지 않아요: { $detail }
verify-proofs = 검증한 실습: { $all }개 중 { $proven }개, 문제가 있는 실습: { $flawed }개. 글에 나온 명령과 매니페스트: { $shown }개, 되지 않는 것: { $wrong }개
verify-proofs-unsupported = 여기에서 검증하지 못한 실습: { $count }개 ({ $reason })
verify-repair-next = `{ $mistake }` 실수({ $code })에 권한 명령을 실행하면 다음 원인이 나와요: { $next }
verify-repair-stays = `{ $mistake }` 실수에 권한 명령은 아무것도 바꾸지 못해요. 그대로 { $code } 설명이 나와요.
verify-repair-failed = `{ $mistake }` 실수({ $code })에 권한 명령이 실패해요: { $detail }
verify-repairs = 명령을 권한 실수: { $all }개 중 { $suggested }개. 실행한 뒤 통과: { $passed }개, 다음 원인이 나옴: { $next }개, 바뀌지 않음: { $stays }개, 실패: { $failed }개
verify-not-proven = 검증하지 못했어요: { $reason }
verify-flaw-setup = 시작 상태를 만들지 못했어요: { $detail }
verify-flaw-given = 시작 상태에 `{ $id }` 조건(given)이 맞지 않아요.
verify-flaw-passes = 아무것도 하지 않았는데 `{ $id }` 조건이 통과해요. 늘 맞아야 하는 조건이라면 `atStart: true` 표시를 붙여 주세요.
verify-flaw-fails = `atStart` 표시가 있는 `{ $id }` 조건이 시작 상태에서 맞지 않아요.
verify-flaw-solution = 풀이의 단계가 실패했어요: { $detail }
verify-flaw-rejected = 풀이를 실행했지만 통과하지 않아요({ $verdict }): { $finding }
verify-flaw-steps = `{ $mistake }` 실수의 단계를 실행하지 못했어요: { $detail }
verify-flaw-mistake-passes = `{ $mistake }` 실수를 했는데도 통과해요.
verify-flaw-other = `{ $mistake }` 실수의 진단이 { $wanted } 코드여야 하는데 { $got } 코드예요: { $says }
verify-flaw-words = { $code } 진단에 { $lang } 문장이 없어요.

verify-recorded = 기록
verify-live = 지금
verify-never = 시작하지 않음
verify-no-verdict = 시작했지만 아직 확인 결과 없음
verify-elsewhere = 다른 클러스터에서 실습함, 이 클러스터에서는 아직
verify-summary = 통과 { $passed }개, 아직 { $open }개, 확인할 수 없음 { $unsupported }개, 오류 { $errors }개
verify-cluster = 클러스터: { $cluster }
verify-nothing = 지금 클러스터에서 살펴볼 실습이 없어서 아무것도 검증하지 않았어요.
verify-none-begun = 이 클러스터에서 시작한 실습이 아직 없어요. `podo` 명령으로 튜터를 열 수 있어요.
