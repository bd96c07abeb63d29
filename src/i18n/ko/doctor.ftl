### 진단(podo doctor): 무엇이 있고, 없으면 무엇을 못 하는지.

doctor-not-found = 찾을 수 없어요
doctor-contexts = 컨텍스트: { $contexts }
doctor-cluster = 클러스터
doctor-may = 권한 { $verb } { $resource }
doctor-yes = 있어요
doctor-no = 없어요
doctor-folder = 진행 상황을 저장하는 폴더
doctor-ready = 실습할 준비가 됐어요.
doctor-not-ready = 아직 실습할 수 없어요. 위에서 { $symbol } 표시가 있는 항목부터 해결해 주세요.
doctor-skew-what = 이 클러스터에 맞는 kubectl
doctor-skew = kubectl은 { $client }, 클러스터는 { $server }
doctor-next-skew = 명령은 대부분 그대로 쓸 수 있지만, 플래그와 메시지가 조금 다를 수 있어요. 쿠버네티스는 마이너 버전 하나 차이까지 지원해요. minikube를 쓴다면 `minikube kubectl -- get pods`처럼 버전이 맞는 kubectl을 쓸 수 있어요.
doctor-next-kubectl = 모든 실습에 필요해요. https://kubernetes.io/ko/docs/tasks/tools/ 에서 설치 방법을 볼 수 있어요.
doctor-next-minikube = 내 컴퓨터에 실습용 클러스터를 만들 때 필요해요. 다른 클러스터가 있으면 없어도 돼요.
doctor-next-docker = minikube의 docker 드라이버와 이미지 만들기 실습에 필요해요.
doctor-next-namespaces = 레슨마다 네임스페이스를 만들 수 없어요. `--namespace` 옵션으로 쓸 수 있는 네임스페이스를 정해 주세요.
doctor-next-objects = 디플로이먼트를 만드는 실습을 할 수 없어요.
doctor-next-nodes = 노드를 살펴보거나 바꾸는 실습은 할 수 없어요. 다른 실습은 할 수 있어요.
