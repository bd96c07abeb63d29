### 과정 밖에서 네임스페이스에 무엇이 잘못됐는지: podo explain -n, podo explain --from.

health-place = `{ $cluster }` 클러스터({ $version })의 `{ $namespace }` 네임스페이스
health-place-file = `{ $namespace }` 네임스페이스, { $at }의 상태
health-well = podo가 볼 수 있는 문제는 없어요. 오브젝트 { $judged }개가 모두 요청한 상태예요.
health-empty = podo가 볼 수 있는 문제는 없어요. `{ $namespace }` 네임스페이스에는 실행할 것이 없어요.
health-settling = 아직까지 잘못된 것은 없어요. 잠시 뒤에 다시 확인해 보세요.
health-causes = 원인을 { $causes }가지 찾았어요. 여럿이면 서로 관계없는 원인이고, 먼저 일어난 것부터 적었어요. 더 자세한 설명은 `podo explain CODE` 명령으로 볼 수 있어요.
health-unread = 판단에 필요한 것을 읽지 못했어요.
health-waiting = 아직 진행 중이에요.
health-unknown = 보지 못했어요({ $reason }): { $kinds }. 여기에 달린 일은 알 수 없어요.
health-file-broken = `{ $file }` 파일 { $line }번째 줄 { $column }번째 칸: 올바른 JSON이 아니에요. { $detail }
health-file-form = `{ $file }` 파일: { $place } 자리의 값은 `kind`와 `metadata.name` 필드가 있는 쿠버네티스 오브젝트가 아니에요. podo는 `kubectl get … -o json`, `kubectl cluster-info dump`, `podo snapshot` 명령의 결과를 읽어요.
health-file-version = `{ $file }` 파일은 더 새로운 podo가 만들었어요(형식 { $version }).
health-file-alone = `{ $file }` 파일은 `podo snapshot` 명령이 저장한 전체 상태여서 다른 파일과 합칠 수 없어요.
health-file-large = `{ $file }` 파일이 너무 커요. podo는 { $limit }MiB까지 읽어요.
health-file-unreadable = `{ $file }` 파일을 읽을 수 없어요: { $detail }
health-file-none = `{ $file }` 폴더에 JSON 파일이 없어요.
health-namespace-open = 네임스페이스가 여러 개 들어 있어요: { $known }. `-n` 옵션으로 하나를 골라 주세요.
health-namespace-missing = `{ $namespace }` 네임스페이스가 없어요. 있는 네임스페이스: { $known }
