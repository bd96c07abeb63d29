### 내장 샌드박스: 어떤 상태인지, 무엇을 시뮬레이션하는지, 무엇이 잘못되었는지.

## 프롬프트에서

sandbox-welcome = podo에 오신 것을 환영해요. podo 안에서 시뮬레이션하는 클러스터인 샌드박스에서 실습해요(Kubernetes { $version }).
sandbox-welcome-instead = 실행 중인 minikube가 없어서 샌드박스를 골랐어요. `minikube start` 명령으로 minikube를 켜 두면 다음에 podo를 시작할 때 minikube를 써요.
sandbox-welcome-honest = API와 오브젝트는 여느 클러스터와 같고 kubectl도 진짜예요. 컨테이너와 이미지, 네트워크는 시뮬레이션이에요. 어디까지인지는 `podo sandbox --help` 명령으로 볼 수 있어요.
sandbox-place = { $context } ({ $server }, { $version }), 시뮬레이션
sandbox-no-minikube = 지금은 샌드박스에서 실습하고 있어서 `minikube` 명령이 닿지 않아요. 그래도 minikube의 클러스터에 대고 실행하려면: `shell { $line }`
sandbox-no-docker = 지금은 샌드박스에서 실습하고 있어요. 여기에서 docker로 빌드한 이미지는 샌드박스에서 쓸 수 없어요.

## podo sandbox

sandbox-serves = 샌드박스가 실행 중이에요. 주소: { $server }, Kubernetes { $version }, 노드 { $nodes }개
sandbox-joined = 샌드박스는 다른 podo에서 이미 실행 중이에요(프로세스 { $process }). 그 podo가 끝나면 여기에서 이어서 제공해요.
sandbox-nodes-ignored = `--nodes` 옵션은 샌드박스를 시작할 때만 쓸 수 있는데, 이미 다른 podo가 시작했어요.
sandbox-simulated = 컨테이너와 이미지, 네트워크는 시뮬레이션이에요.
sandbox-how-to-end = Ctrl-C를 누르면 끝나요. 클러스터에 있는 것은 다음번을 위해 저장해 두어요.
sandbox-ended = 샌드박스를 끝냈어요. 클러스터에 있던 것은 저장해 두었어요.
sandbox-left = 나왔어요. 샌드박스는 다른 podo가 계속 제공해요.

sandbox-status-state = 상태
sandbox-status-runs = 프로세스 { $process }에서 실행 중
sandbox-status-stopped = 꺼져 있음. `podo sandbox` 명령이나 튜터가 켜요
sandbox-status-server = 주소
sandbox-status-kubeconfig = kubeconfig
sandbox-status-holds = 들어 있는 것
sandbox-status-objects = 노드 { $nodes }개, 네임스페이스 { $namespaces }개, 파드 { $pods }개
sandbox-status-fresh = 아직 없음
sandbox-status-folder = 폴더
sandbox-status-saved = 저장한 상태
sandbox-status-none = 없음

sandbox-saved = 샌드박스의 상태를 `{ $name }` 이름으로 저장했어요.
sandbox-loaded = 이제 샌드박스는 `{ $name }` 상태에서 이어져요.
sandbox-deleted = 저장한 상태 `{ $name }`: 삭제했어요.
sandbox-was-reset = 이제 샌드박스는 새 클러스터로 시작해요.
sandbox-overwrite-ask = `{ $name }` 이름으로 저장한 상태가 이미 있어요. 바꿀까요?
sandbox-load-ask = 지금 샌드박스에 있는 것은 없어지고 `{ $name }` 상태로 바뀌어요. 계속할까요?
sandbox-reset-ask = 샌드박스에 있는 것을 모두 삭제해요. 저장한 상태는 그대로 두어요. 계속할까요?
sandbox-delete-ask = 저장한 상태 `{ $name }`: 삭제할까요?
sandbox-unchanged = 아무것도 바꾸지 않았어요.

## 문제가 생겼을 때

sandbox-damaged = 샌드박스의 상태 파일이 손상되어서 `{ $path }` 이름으로 옮겨 두었어요. 클러스터는 새로 시작했어요.
sandbox-start = 샌드박스를 시작하지 못했어요: { $detail }
sandbox-silent = 샌드박스를 제공하는 다른 podo가 응답하지 않아요. Ctrl-Z로 멈춰 두었을 수 있어요. 그 터미널에서 `fg` 명령을 쓰면 이어지고, 그 podo를 끝내면 다른 podo가 이어받아요.
sandbox-runs = 샌드박스는 다른 podo에서 실행 중이에요(프로세스 { $process }). 그 podo를 `quit` 명령으로, `podo sandbox` 명령이라면 Ctrl-C로 끝낸 다음에 할 수 있어요.
sandbox-not-saved = `{ $name }` 이름으로 저장한 상태가 없어요. 있는 것: { $known }
sandbox-not-saved-none = `{ $name }` 이름으로 저장한 상태가 없고 다른 것도 아직 없어요. `podo sandbox save 이름` 명령으로 만들 수 있어요.
sandbox-ended-unexpectedly = 샌드박스가 예기치 않게 끝났어요. 이 문제를 알려 주세요.
sandbox-not-kept = 샌드박스에서 마지막에 일어난 일을 저장하지 못했어요: { $detail }
