### 클러스터: 찾기, 연결, 네임스페이스, 파일에서 생긴 문제. 무엇이, 어디에서, 다음에 무엇을.

cluster-none = 실행 중인 minikube를 찾지 못했어요.
cluster-none-files = 찾아본 kubeconfig: { $files }
cluster-none-contexts = 그 안의 컨텍스트: { $contexts }
cluster-none-no-file = 그런 파일이 없어요.
cluster-none-no-contexts = 그 안에 컨텍스트가 없어요.
cluster-none-tried = `{ $context }` ({ $server }): { $outcome }
cluster-none-tried-no-server = `{ $context }`: { $outcome }
cluster-none-not-minikube = 응답하지만 minikube가 아니에요
cluster-none-next = 다음 중 하나를 해 보세요.
cluster-none-next-minikube = minikube가 있다면: `minikube start --driver=docker`
cluster-none-next-sandbox = podo 안에서 시뮬레이션하는 클러스터를 쓰려면: `podo --cluster sandbox`
cluster-none-next-context = 다른 클러스터를 쓰려면: `podo --cluster context:이름`
cluster-none-next-doctor = 무엇이 있고 없는지 보려면: `podo doctor`
cluster-unreachable = `{ $context }` 컨텍스트의 클러스터에 연결하지 못했어요. 주소: { $server }, 이유: { $outcome }

cluster-reason-forbidden = 권한이 없어요(403)
cluster-reason-unauthorized = 인증 정보를 받아들이지 않아요(401)
cluster-reason-not-served = 이 종류의 오브젝트를 제공하지 않아요
cluster-reason-not-included = 파일에 들어 있지 않아요
cluster-reason-timeout = 시간 안에 응답하지 않았어요
cluster-reason-refused = 그 주소에서 실행 중인 서버가 없어요. 클러스터가 꺼져 있을 수 있어요
cluster-reason-dns = 서버 이름을 찾을 수 없어요
cluster-reason-certificate = 서버의 인증서가 이 kubeconfig와 맞지 않아요
cluster-reason-expired = 인증서의 유효 기간이 지났어요
cluster-reason-kubeconfig = kubeconfig를 사용할 수 없어요
cluster-reason-other = 예상하지 못한 응답이에요
cluster-outcome = { $reason } ({ $message })

cluster-file = `{ $path }` 경로에 쓸 수 없어요: { $detail }. 쓸 수 있는 폴더를 적어 주세요.
cluster-kubeconfig-missing = kubeconfig 파일이 없어요: { $files }. `minikube start` 명령이 이 파일을 만들어요.
cluster-kubeconfig-unreadable = `{ $file }` 파일을 읽을 수 없어요: { $detail }
cluster-kubeconfig-broken = `{ $file }` 파일 { $line }번째 줄에서 kubeconfig를 읽을 수 없어요: { $detail }. 그 줄이나 바로 앞줄을 살펴보세요.
cluster-kubeconfig-no-current = kubeconfig에 현재 컨텍스트가 없어요. 있는 컨텍스트: { $known }
cluster-kubeconfig-unknown = `{ $context }` 컨텍스트가 없어요. 있는 컨텍스트: { $known }
cluster-kubeconfig-unknown-near = `{ $context }` 컨텍스트가 없어요. 가장 비슷한 것은 `{ $nearest }` 컨텍스트예요. 있는 컨텍스트: { $known }
cluster-kubeconfig-cluster = `{ $context }` 컨텍스트가 가리키는 `{ $cluster }` 클러스터의 주소가 kubeconfig에 없어요.
cluster-kubeconfig-user = `{ $context }` 컨텍스트가 가리키는 `{ $user }` 사용자가 kubeconfig에 없어요.
cluster-kubeconfig-control = kubeconfig의 이름에 제어 문자가 들어 있어서 사용하지 않았어요: { $name }
cluster-kubeconfig-unwritable = podo의 kubeconfig 파일 `{ $file }`: 쓸 수 없어요({ $detail }).

cluster-namespace-foreign = `{ $name }` 네임스페이스는 podo가 이 레슨을 위해 만든 것이 아니라서 사용하지 않아요. 이름을 바꿀 수 없다면 `--namespace` 옵션으로 다른 네임스페이스를 정해 주세요.
cluster-namespace-terminating = `{ $name }` 네임스페이스가 삭제되는 중이에요. 잠시 뒤에 다시 시도해 주세요.
cluster-namespace-missing = `{ $name }` 네임스페이스가 없어요. 다시 시작하면 podo가 만들어요. `--namespace` 옵션으로 정한 네임스페이스는 먼저 만들어 두어야 해요.
cluster-namespace-assigned = `{ $name }` 네임스페이스는 podo가 만들지 않아서 삭제하지 않아요.
cluster-namespace-left = `{ $name }` 네임스페이스에 아직 남아 있는 것이 있어요: { $left }. 잠시 뒤에 다시 시도해 주세요.
cluster-request = 클러스터가 요청을 처리하지 못했어요: { $outcome }

cluster-run-missing = `{ $program }` 프로그램을 찾을 수 없어요. 설치하고 다시 시도해 주세요.
cluster-run-start = `{ $program }` 프로그램을 시작하지 못했어요: { $detail }
cluster-run-timeout = `{ $program }` 프로그램이 시간 안에 끝나지 않아서 멈췄어요.
cluster-folder = `{ $path }`: 사용할 수 없어요({ $detail }).
cluster-step = 시작 상태를 준비하는 명령이 실패했어요({ $line }번째 줄): `{ $command }`: { $detail }
cluster-step-wait = 시작 상태가 { $seconds }초 안에 준비되지 않았어요({ $line }번째 줄). `reset` 명령으로 다시 시도해 보세요.
cluster-step-cause = 원인({ $code }): { $headline }
cluster-step-file = 레슨에 `{ $name }` 파일이 없어요.
cluster-step-value = { $line }번째 줄의 값을 클러스터에서 구하지 못했어요: { $detail }
cluster-paths = podo가 파일을 둘 폴더를 정하지 못했어요: { $detail }. HOME 환경 변수를 확인하거나 PODO_HOME 환경 변수로 폴더를 정해 주세요.
cluster-io = 읽거나 쓰지 못했어요: { $detail }
cluster-no-lesson = `{ $name }`: 그런 레슨이나 실습이 없어요. 있는 것: { $known }
cluster-exists = `{ $path }`: 이미 있어서 덮어쓰지 않았어요. 다른 이름이나 `--dir` 옵션을 써 주세요.
cluster-store-newer = `{ $path }` 파일은 더 새로운 podo가 쓴 것이라 읽지 않았어요(형식 { $found }, 이 버전은 { $supported }까지). podo를 새 버전으로 바꿔 주세요.
cluster-store-busy = `{ $path }` 파일을 다른 podo가 쓰고 있어요. 잠시 뒤에 다시 시도해 주세요.
cluster-store = `{ $path }`: 읽거나 쓰지 못했어요({ $detail }).
