### 설명: 진단 코드마다 제목(title), 첫 문장(headline), 이유(because), 긴 설명(long).
### 끼워 넣는 이름 뒤에는 늘 정해진 명사를 두어 조사가 바뀌지 않게 해요.

explain-A01-title = 아직 답하지 않았어요
explain-A01-headline = `{ $id }` 질문의 답이 아직 없어요.
explain-A01-because = 클러스터에서 답을 찾아 `answer { $id } 답` 형태로 입력하면, 지금 클러스터의 값과 비교해요.
explain-A01-long = 질문의 답은 클러스터 어딘가에 있는 값이에요. 레슨에서 배운 명령으로 찾아 `answer 답` 형태로 입력하세요. 대소문자와 앞뒤 공백은 상관없고, 이름 앞의 `kind/` 부분도 상관없어요.

explain-A02-title = 답이 클러스터의 값과 달라요
explain-A02-headline = `{ $given }` 값은 지금 클러스터의 값과 달라요.
explain-A02-because = 답은 정해진 값이 아니라 지금 클러스터에 있는 값과 비교해요.
explain-A02-long = podo는 확인하는 순간에 클러스터에서 값을 읽어요. 그래서 맞는 답은 실습하는 동안에도 바뀔 수 있어요. 다시 보고, 적힌 그대로 옮겨 적어 보세요. `kubectl get`은 자주 쓰는 필드를, `-o yaml`은 모든 필드를 보여 줘요.

explain-A03-title = 다른 값을 답했어요
explain-A03-headline = 질문이 묻는 것은 `{ $given }` 값이 아니에요.
explain-A03-because = 질문이 무엇을 묻는지 한 번 더 읽고, 그 값을 다시 찾아보세요.
explain-A03-long = 오브젝트에는 비슷해 보이는 필드가 여럿 있어요. 파드 이름과 컨테이너 이름, 원하는 개수와 준비된 개수처럼요. 답한 값은 그런 이웃 자리에 있는 값이에요. 질문이 어떤 오브젝트의 어떤 필드를 묻는지 한 번 더 읽어 보세요.

explain-C01-title = 변수에 쓸 컨피그맵이나 시크릿이 없어요
explain-C01-headline = 컨테이너에 필요한 `{ $map }` { $source ->
        [Secret] 시크릿이
       *[other] 컨피그맵이
    } 없어요.
explain-C01-headline-near = `{ $map }` { $source ->
        [Secret] 시크릿은
       *[other] 컨피그맵은
    } 없고, `{ $nearest }` { $source ->
        [Secret] 시크릿이
       *[other] 컨피그맵이
    } 있어요.
explain-C01-because = 환경 변수는 컨테이너를 시작하기 전에 정해져야 해서, kubelet이 그 오브젝트가 생기기를 기다려요.
explain-C01-because-near = 파드는 자기 네임스페이스에서 적힌 이름과 글자까지 똑같은 것만 찾아요. 이름이 다르면 다른 오브젝트예요.
explain-C01-long = `configMapKeyRef`나 `secretKeyRef`로 정한 변수와 `envFrom`은 파드와 같은 네임스페이스에 있는 오브젝트에서 값을 가져와요. 그 오브젝트가 없으면 컨테이너는 `CreateContainerConfigError` 상태로 기다려요. kubelet이 10초에서 20초마다 다시 해 보기 때문에, 오브젝트가 생기면 컨테이너는 저절로 시작해요. 어떤 이름이 있는지는 `kubectl get configmaps` 명령으로, 기다리는 이유는 `kubectl describe pod 이름` 명령의 이벤트에서 볼 수 있어요. `optional: true`를 적으면 변수 없이 시작해요.

explain-C02-title = 볼륨에 쓸 컨피그맵이나 시크릿이 없어요
explain-C02-headline = 볼륨에 필요한 `{ $map }` { $source ->
        [Secret] 시크릿이
       *[other] 컨피그맵이
    } 없어요.
explain-C02-headline-near = 볼륨이 찾는 `{ $map }` { $source ->
        [Secret] 시크릿은
       *[other] 컨피그맵은
    } 없고, `{ $nearest }` { $source ->
        [Secret] 시크릿이
       *[other] 컨피그맵이
    } 있어요.
explain-C02-because = 파드의 볼륨은 첫 컨테이너보다 먼저 준비해요. 그래서 모든 컨테이너가 `ContainerCreating` 상태로 기다려요.
explain-C02-because-near = 볼륨은 파드의 네임스페이스에서 적힌 이름과 글자까지 똑같은 것만 찾아요. 이름이 다르면 다른 오브젝트예요.
explain-C02-long = `configMap`이나 `secret` 볼륨은 kubelet이 파드의 컨테이너를 만들기 전에 채워요. 오브젝트가 없는 동안 `kubectl get pods`에는 `ContainerCreating`으로 보이고, `kubectl describe pod 이름` 명령에는 `FailedMount` 이벤트가 보여요. kubelet은 간격을 늘려 가며 다시 해 봐요. 그래서 오브젝트를 만든 뒤에도 2분까지 기다릴 수 있어요. 어떤 이름이 있는지는 `kubectl get configmaps` 명령으로 볼 수 있어요.

explain-C03-title = 변수에 쓸 키가 없어요
explain-C03-headline = `{ $map }` { $source ->
        [Secret] 시크릿은
       *[other] 컨피그맵은
    } 있지만, 그 안에 `{ $key }` 키가 없어요.
explain-C03-headline-near = `{ $map }` { $source ->
        [Secret] 시크릿에
       *[other] 컨피그맵에
    } `{ $key }` 키는 없고, `{ $nearest }` 키가 있어요.
explain-C03-because = 변수 하나는 키 하나의 값을 가져오고, 키는 대소문자까지 똑같아야 해요.
explain-C03-long = `configMapKeyRef`와 `secretKeyRef`에는 오브젝트의 이름(`name`)과 그 안의 키(`key`)를 적어요. 변수의 이름은 키와 달라도 돼요. 키가 없으면 컨테이너는 `CreateContainerConfigError` 상태로 기다리고, kubelet은 `couldn't find key`라고 알려요. 어떤 키가 있는지는 `kubectl describe configmap 이름` 명령으로 볼 수 있어요. 키를 더하거나, 파드 템플릿의 `key`를 고치면 돼요.

explain-C04-title = 볼륨에 쓸 키가 없어요
explain-C04-headline = 볼륨에 필요한 `{ $key }` 키가 `{ $map }` { $source ->
        [Secret] 시크릿에
       *[other] 컨피그맵에
    } 없어요.
explain-C04-headline-near = 볼륨은 `{ $key }` 키를 찾는데, `{ $map }` { $source ->
        [Secret] 시크릿에는
       *[other] 컨피그맵에는
    } `{ $nearest }` 키가 있어요.
explain-C04-because = `items`를 적으면 거기에 적은 키만 마운트하고, 그 키가 모두 있을 때까지 기다려요.
explain-C04-long = `items`가 없으면 컨피그맵의 키마다 같은 이름의 파일이 하나씩 생겨요. `items`를 적으면 골라서 쓸 수 있어요. `key`에는 키를, `path`에는 파일의 이름을 적어요. 없는 키를 적으면 파드의 모든 컨테이너가 `ContainerCreating` 상태로 기다리고, `FailedMount` 이벤트가 `references non-existent config key`라고 알려요. 어떤 키가 있는지는 `kubectl describe configmap 이름` 명령으로 볼 수 있어요.

explain-C05-title = 변수에 컨테이너가 시작할 때의 값이 남아 있어요
explain-C05-headline = `{ $name }` 디플로이먼트는 바꾸기 전에 시작해서 `{ $key }` 키의 예전 값을 써요.
explain-C05-headline-pod = `{ $name }` 파드는 바꾸기 전에 시작해서 `{ $key }` 키의 예전 값을 써요.
explain-C05-because = 환경 변수는 컨테이너가 시작할 때 한 번만 읽어요. 컨피그맵을 바꿔도 컨테이너는 다시 시작하지 않아요.
explain-C05-long = 프로세스의 환경 변수는 시작할 때 넘겨받는 값이라서, 나중에 밖에서 바꿀 수 없어요. 그래서 컨피그맵을 바꿔도 그 값을 변수로 읽은 파드는 컨테이너가 다시 시작할 때까지 예전 값을 써요. 오류도 경고도 없어요. `kubectl rollout restart deployment/이름` 명령이 파드를 차례로 새것으로 바꿔 줘요. 직접 만든 파드라면 지우고 다시 만들어야 해요.

explain-C06-title = 파일은 곧 따라와요
explain-C06-headline = `{ $map }` 컨피그맵은 바뀌었고, 파드 안의 파일은 1분쯤 뒤에 바뀌어요.
explain-C06-because = kubelet은 1분에 한 번쯤 파드를 살펴보면서, 마운트한 컨피그맵의 파일을 새것으로 바꿔요.
explain-C06-long = 볼륨으로 마운트한 컨피그맵은 저절로 따라 바뀌어요. 바꾼 뒤 1분 남짓이면 kubelet이 새 파일을 쓰고, 모든 파일이 한순간에 바뀌어요. 컨테이너는 다시 시작하지 않아요. 그래서 시작할 때만 파일을 읽는 프로그램은 바뀐 것을 몰라요. 환경 변수와 `subPath` 마운트는 따라 바뀌지 않아요.

explain-C07-title = subPath로 마운트한 파일은 바뀌지 않아요
explain-C07-headline = `{ $name }` 디플로이먼트는 `{ $key }` 키를 `subPath`로 마운트해서 예전 내용을 봐요.
explain-C07-headline-pod = `{ $name }` 파드는 `{ $key }` 키를 `subPath`로 마운트해서 예전 내용을 봐요.
explain-C07-because = `subPath`는 컨테이너가 시작할 때의 파일 하나를 마운트해요. 볼륨에 새 파일이 와도 그 자리에는 예전 파일이 보여요.
explain-C07-long = kubelet은 마운트한 컨피그맵을 폴더째 바꿔요. 폴더를 마운트한 컨테이너에는 새 파일이 보이지만, `subPath`로 파일 하나만 마운트한 컨테이너는 다시 시작할 때까지 예전 파일을 봐요. 다시 시작하려면 `kubectl rollout restart deployment/이름` 명령을 써요. 내용이 저절로 따라 바뀌어야 한다면 `subPath` 없이 폴더를 마운트하세요.

explain-C08-title = 바꿀 수 없게 만든 컨피그맵이나 시크릿이에요
explain-C08-headline = `{ $name }` { $kind ->
        [Secret] 시크릿은
       *[other] 컨피그맵은
    } immutable 상태라서 바꿀 수 없어요.
explain-C08-headline-opened = `{ $name }` { $kind ->
        [Secret] 시크릿의
       *[other] 컨피그맵의
    } immutable 설정은 되돌릴 수 없어요.
explain-C08-because = `immutable: true`인 오브젝트는 데이터도, 그 필드도 더는 바뀌지 않아요. 지우고 다시 만드는 수밖에 없어요.
explain-C08-long = `immutable: true`는 컨피그맵이나 시크릿이 실수로 바뀌지 않게 지키고, kubelet이 변경을 지켜보는 수고도 덜어 줘요. 한번 켜면 끌 수 없어서, 값을 바꾸려면 새 오브젝트가 필요해요. `kubectl replace --force -f 파일` 명령은 지우고 다시 만드는 일을 한 번에 해요. 그 값을 읽는 파드는 그 뒤에 `kubectl rollout restart deployment/이름` 명령으로 다시 시작해 주세요. 버전마다 이름을 새로 붙이고 파드에 적은 이름을 바꾸는 방법도 많이 써요. 거절되는 명령: `kubectl apply -f paint.yaml`. 되는 명령: `kubectl replace --force -f paint.yaml`

explain-C09-title = 선택 항목이라 조용히 비어 있어요
explain-C09-headline = `{ $pod }` 파드는 `{ $map }` { $source ->
        [Secret] 시크릿
       *[other] 컨피그맵
    } 없이 시작했어요.
explain-C09-headline-key = `{ $map }` { $source ->
        [Secret] 시크릿에
       *[other] 컨피그맵에
    } `{ $key }` 키가 없는 채로 `{ $pod }` 파드가 시작했어요.
explain-C09-because = `optional: true`라고 적으면 파드가 기다리지 않아요. 없는 변수나 파일은 이벤트도 오류도 없이 빠져요.
explain-C09-long = 파드는 적어 둔 컨피그맵과 시크릿이 생길 때까지 기다리고, 무엇이 없는지도 알려 줘요. `optional: true`를 붙이면 그러지 않아요. 없는 것은 조용히 빠지고, 프로그램은 빈 변수나 빈 폴더를 보게 돼요. 이름에 오타가 있을 때도 똑같아 보여요. `kubectl describe pod 이름`에 나온 이름과 `kubectl get configmaps,secrets`의 이름을 비교해 보세요. 나중에 만들어 주면 파일은 1~2분 안에 나타나지만, 변수는 컨테이너가 다시 시작할 때에만 들어와요. 정말 없어도 되는 것에만 `optional`을 쓰세요. 조용히 비는 예: 컨피그맵 이름이 `paint`인데 `name: furniture`와 `optional: true`. 맞는 예: `name: paint`

explain-C10-title = 변수의 값이 문자열이 아니에요
explain-C10-headline = 파일을 받아 주지 않았어요. 변수의 값이 문자열이 아니라 숫자나 참·거짓이에요.
explain-C10-headline-file = `{ $file }` 파일 { $line }번째 줄의 `{ $value }` 값에 따옴표가 없어요.
explain-C10-because = 환경 변수는 언제나 문자열이에요. 따옴표가 없는 숫자나 `true`, `yes`를 YAML은 문자열로 읽지 않고, API는 문자열만 받아요.
explain-C10-long = YAML은 값의 생김새를 보고 종류를 정해요. `8080`은 숫자로, `true`는 참으로 읽고, kubectl에서는 `yes`, `no`, `on`, `off`도 참이나 거짓이에요. 따옴표로 감싸면 모두 문자열이 돼요. 그 오브젝트를 받아 주지 않았으니 바뀐 것은 없어요. 잘못: `value: 8080`. 바르게: `value: "8080"`.

explain-C11-title = 컨피그맵의 값이 문자열이 아니에요
explain-C11-headline = 파일을 받아 주지 않았어요. 컨피그맵에 문자열이 아닌 값이 있어요.
explain-C11-headline-file = `{ $file }` 파일 { $line }번째 줄의 `{ $value }` 값에 따옴표가 없어요.
explain-C11-because = 컨피그맵의 `data`에는 문자열만 들어가요. 따옴표가 없는 숫자나 `true`, `yes`를 YAML은 문자열로 읽지 않아요.
explain-C11-long = YAML은 값의 생김새를 보고 종류를 정해요. `80`은 숫자로, `true`는 참으로 읽고, kubectl에서는 `yes`, `no`, `on`, `off`도 참이나 거짓이에요. 따옴표로 감싸면 모두 문자열이 돼요. 그 컨피그맵을 받아 주지 않았으니 전과 그대로예요. 잘못: `port: 80`. 바르게: `port: "80"`. `kubectl create configmap --from-literal=port=80` 명령에는 따옴표가 없어도 돼요. 거기서는 모두 문자열이에요.

explain-C12-title = 변수 이름으로 쓸 수 없는 키예요
explain-C12-headline = `{ $map }` 컨피그맵의 `{ $key }` 키는 변수 이름으로 쓸 수 없어서 건너뛰었어요.
explain-C12-because = `envFrom`은 키마다 변수를 하나씩 만드는데, 이 클러스터의 버전에서는 변수의 이름이 숫자로 시작할 수 없어요.
explain-C12-long = 컨피그맵의 키에는 영문자와 숫자, `-`, `_`, `.`을 쓸 수 있어요. `envFrom`은 키를 환경 변수의 이름으로 써요. 예전 버전의 쿠버네티스는 숫자로 시작하는 이름을 건너뛰고 `InvalidEnvironmentVariableNames` 이벤트만 남겨요. 컨테이너는 그대로 시작해요. 새 버전은 거의 모든 이름을 받아 줘요. 키의 이름을 바꾸거나(`1-limit` 대신 `LIMIT_1`), `configMapKeyRef`로 변수에 다른 이름을 붙이면 돼요.

explain-C13-title = 이름이 같은 다른 값이 이겼어요
explain-C13-headline = `{ $variable }` 변수가 두 번 적혀 있고, 나중 값이 쓰여요.
explain-C13-headline-map = `{ $variable }` 변수가 `env`에도 있어서 `{ $map }` 컨피그맵의 값을 덮어써요.
explain-C13-because = 이름이 같은 변수가 여럿이면 마지막 것이 쓰여요. `env`는 `envFrom`보다 뒤예요.
explain-C13-long = 컨테이너는 먼저 `envFrom`의 변수를 적힌 차례대로 받고, 이어서 `env`의 변수를 차례대로 받아요. 이름이 같으면 나중 것이 앞의 것을 덮어쓰고, 클러스터는 경고하지 않아요. 컨피그맵의 값 하나만 다르게 쓰고 싶을 때는 편하지만, 예전 항목을 지우지 않고 두면 뜻밖의 값이 나와요. `kubectl set env deployment/이름 --list` 명령으로 모든 항목을 볼 수 있고, `kubectl set env deployment/이름 변수-` 명령으로 `env`의 항목을 뺄 수 있어요.

explain-C14-title = 파일 전체가 키 하나가 됐어요
explain-C14-headline = `{ $map }` 컨피그맵에 `{ $key }` 키는 없고, 파일 전체가 `{ $file }` 키 하나예요.
explain-C14-headline-manifest = `{ $map }` 컨피그맵에는 `{ $file }` 파일이 통째로 값 하나로 들어가 있고, `{ $key }` 키는 없어요.
explain-C14-because = `--from-file`은 파일마다 키를 하나 만들고, 파일의 이름을 키로 써요. 파일 안의 줄은 모두 그 값의 내용이 돼요.
explain-C14-because-manifest = `--from-file`은 파일에 무엇이 적혀 있든 통째로 값으로 삼아요. 오브젝트를 적은 파일은 `kubectl apply -f` 명령으로 건네요.
explain-C14-long = `kubectl create configmap` 명령은 세 곳에서 값을 가져올 수 있어요. `--from-literal=키=값`은 키 하나를 만들어요. `--from-file=파일`은 파일의 이름을 키로, 파일의 내용 전체를 값으로 삼아요. 볼륨으로 마운트할 때 좋아요. `--from-env-file=파일`은 `키=값` 모양의 줄을 읽어서 줄마다 키를 하나씩 만들어요. 환경 변수로 쓸 때 좋아요. 무엇이 만들어졌는지는 `kubectl describe configmap 이름` 명령으로 볼 수 있어요.

explain-C15-title = 시크릿의 값이 base64가 아니에요
explain-C15-headline = 시크릿의 `data` 아래에 base64가 아닌 값이 있어요.
explain-C15-headline-key = `{ $name }` 시크릿의 `data` 아래 `{ $key }` 값이 base64가 아니에요.
explain-C15-headline-number = 시크릿의 `data` 아래에 글자가 아니라 숫자나 참·거짓 값이 있어요.
explain-C15-because = `data`의 값은 어떤 바이트든 담을 수 있게 base64로 적어요. 글자 그대로 적는 곳은 `stringData`예요.
explain-C15-long = 시크릿은 값을 base64로 간직해요. 바이트를 글자로 적는 방법일 뿐, 암호화는 아니에요. 파일에 적는 곳은 두 군데예요. `data`에는 `echo -n purple | base64` 명령이 보여 주는 base64 값을 적고(`-n`은 줄바꿈을 빼요), `stringData`에는 글자 그대로 적어요. 숫자처럼 보이는 글자는 따옴표로 감싸요. `stringData`의 값은 클러스터가 base64로 바꿔 줘요. `password`처럼 우연히 base64로 읽히는 낱말은 `data`에서도 그냥 받아들여져서 엉뚱한 값이 돼요. `kubectl create secret generic access --from-literal=colour=purple` 명령을 쓰면 base64를 몰라도 돼요. 거절되는 예: `data: { "{" }colour: dark purple{ "}" }`. 맞는 예: `stringData: { "{" }colour: dark purple{ "}" }`

explain-C16-title = 컨피그맵과 시크릿이 뒤바뀌었어요
explain-C16-headline = 파드는 `{ $map }` { $source ->
        [Secret] 시크릿을
       *[other] 컨피그맵을
    } 찾는데, 그 이름의 오브젝트는 { $other ->
        [Secret] 시크릿이에요
       *[other] 컨피그맵이에요
    }.
explain-C16-because = 컨피그맵과 시크릿은 서로 다른 종류라서, 파드에 적는 필드도 달라요.
explain-C16-long = 파드에는 두 종류를 서로 다른 필드로 적어요. 컨피그맵은 `configMapKeyRef`, `configMapRef`, `configMap`으로, 시크릿은 `secretKeyRef`, `secretRef`, `secret`(이름은 `secretName`)으로 적어요. 이름이 같은 컨피그맵과 시크릿이 함께 있어도 서로 다른 오브젝트예요. `kubectl get configmaps,secrets` 명령으로 두 종류를 함께 볼 수 있어요.

explain-D01-title = 도커가 응답하지 않아요
explain-D01-headline = 도커 데몬이 응답하지 않아서 이미지를 빌드하거나 볼 수 없어요.
explain-D01-headline-denied = 이 사용자는 도커 데몬에 접속할 권한이 없어요.
explain-D01-because = `docker` 명령은 부탁을 전하기만 하고 실제 일은 데몬이 해요. 그 데몬이 꺼져 있거나 다른 곳에 있어요.
explain-D01-because-denied = 데몬의 소켓이 다른 사용자나 그룹의 것이라서 명령이 입구에서 막혔어요.
explain-D01-long = 도커는 명령과 데몬, 두 프로그램으로 되어 있어요. 이미지를 빌드하고 보관하는 쪽은 데몬이에요. macOS와 Windows에서는 Docker Desktop을 켜면 함께 시작되고, Linux에서는 `sudo systemctl start docker` 명령으로 시작해요. 데몬이 어디에 있는지는 `DOCKER_HOST` 변수나 `docker context ls` 명령으로 볼 수 있어요. Linux에서 권한이 없다고 나오면 사용자를 `docker` 그룹에 넣고 다시 로그인하세요. 잘 되면 `docker version` 출력에 `Server` 부분이 보여요.

explain-D02-title = 빌드할 폴더를 적지 않았어요
explain-D02-headline = `{ $command }` 명령에 어느 폴더를 빌드할지 적혀 있지 않아요.
explain-D02-because = `docker build` 명령은 맨 끝에 폴더를 적어야 해요. Dockerfile이 복사하는 파일은 그 폴더에서 가져와요. 지금 있는 폴더는 `.`이에요.
explain-D02-long = `docker build` 명령에는 빌드 컨텍스트라고 부르는 폴더가 필요해요. 그 안에서 Dockerfile을 찾고, `COPY`도 그 밖의 파일은 가져올 수 없어요. 점 하나로 적을 때가 많아서 빠뜨리기 쉬워요. 폴더가 없는 명령: `docker build -t shop:1`. 폴더가 있는 명령: `docker build -t shop:1 .`

explain-D03-title = Dockerfile이 없어요
explain-D03-headline = `{ $folder }` 폴더에 `Dockerfile` 파일이 없어요.
explain-D03-headline-named = 빌드에 쓸 `{ $file }` 파일이 없어요.
explain-D03-headline-folder = 빌드할 `{ $folder }` 폴더가 없어요.
explain-D03-because = 이미지를 빌드하는 방법은 Dockerfile에 적혀 있어요. 도커는 명령 끝에 적은 폴더나 `-f` 옵션에 적은 곳에서 이 파일을 찾아요.
explain-D03-long = `-f` 옵션이 없으면 `docker build` 명령은 빌드 컨텍스트에서 `Dockerfile` 파일을 찾아요. 첫 글자는 대문자이고 확장자는 없어요. 편집기가 `.txt`를 붙여 놓을 때도 있어요. podo에서는 `files` 명령으로 작업 폴더의 파일을 볼 수 있어요. 없는 파일: `docker build -t shop:1 -f Dockerfile.txt .`. 맞는 명령: `docker build -t shop:1 .`

explain-D04-title = 복사할 파일이 폴더에 없어요
explain-D04-headline = Dockerfile이 복사하려는 `{ $file }` 파일이 `{ $folder }` 폴더에 없어요.
explain-D04-because = `COPY`는 빌드 컨텍스트, 곧 `docker build` 명령 끝에 적은 폴더에서만 파일을 가져와요. 왼쪽에 적는 것이 그 폴더 안의 경로예요.
explain-D04-long = `COPY` 왼쪽의 경로는 빌드 컨텍스트에서 시작하고 그 밖으로 나갈 수 없어요. `.dockerignore` 파일에 적힌 것도 보이지 않아요. 파일 이름에 오타가 있거나, 파일이 있는 폴더와 다른 폴더를 명령에 적었을 때 생겨요. podo에서는 `files` 명령으로 작업 폴더를 볼 수 있어요. 없는 파일: `COPY indx.html /usr/share/nginx/html/`. 있는 파일: `COPY index.html /usr/share/nginx/html/`.

explain-D05-title = 이미지 이름으로 쓸 수 없어요
explain-D05-headline = `{ $image }` 값은 이미지 이름으로 쓸 수 없어요.
explain-D05-because = 이미지 이름은 소문자로 적고 공백이 없어야 해요. 대문자는 `:` 뒤의 태그에만 쓸 수 있어요.
explain-D05-long = 이미지 이름에는 소문자, 숫자, `.`, `_`, `-`를 쓰고 부분 사이에 `/`를 넣어요. 태그는 `:` 뒤에 적어요. 다른 모양이면 도커는 아무 일도 하기 전에 거절해요. 쓸 수 없는 이름: `docker build -t Shop:1 .`. 쓸 수 있는 이름: `docker build -t shop:1 .`

explain-D06-title = 도커에 그런 이름의 이미지가 없어요
explain-D06-headline = 도커에 `{ $image }` 이미지가 없어요.
explain-D06-headline-near = 도커에 `{ $image }` 이미지는 없고 `{ $nearest }` 이미지가 있어요.
explain-D06-headline-swapped = `{ $image }` 이미지는 아직 없어요. 지금 이름을 먼저 적어요.
explain-D06-because = `docker tag` 명령과 `docker push` 명령에는 이 컴퓨터에 있는 이미지의 이름과 태그를 정확히 적어야 해요. 태그가 없으면 `latest`를 뜻해요.
explain-D06-because-swapped = `docker tag` 명령은 첫 번째를 지금 있는 이미지로, 두 번째를 새로 붙일 이름으로 읽어요. 여기에 있는 것은 `{ $nearest }` 이미지예요.
explain-D06-long = 어떤 이름이 있는지는 `docker image ls` 명령으로 볼 수 있어요. 태그 없이 `shop`이라고 적으면 `shop:latest`를 뜻하고, 이것은 `shop:1`과 다른 이름이에요. `docker tag` 명령에는 지금 이름을 먼저 적어요. `docker push` 명령은 이미지에 붙은 이름대로 올리니, 먼저 레지스트리 주소가 든 이름을 붙여야 해요. 없는 이름: `docker push localhost:5000/shop`. 맞는 순서: `docker tag shop:1 localhost:5000/shop:1`, 이어서 `docker push localhost:5000/shop:1`.

explain-D07-title = 레지스트리가 이미지를 받아 주지 않아요
explain-D07-headline = `{ $registry }` 레지스트리에 `{ $image }` 이미지를 올릴 권한이 없어요.
explain-D07-headline-bare = `{ $image }` 이름은 Docker Hub의 공식 이미지 자리라서 올릴 수 없어요.
explain-D07-because = 로그인하지 않았거나, 이미지 이름에 적힌 계정이 내 계정이 아니에요. 레지스트리는 두 경우에 똑같이 대답해요.
explain-D07-because-bare = 앞에 레지스트리도 계정도 없는 이름은 Docker Hub의 공식 이미지를 뜻해요. 내 이미지에는 내 레지스트리나 계정으로 시작하는 이름을 붙여요.
explain-D07-long = 이미지를 어디로 올릴지는 이름에 적혀 있어요. `ACCOUNT/shop:1`은 Docker Hub의 그 계정으로, `localhost:5000/shop:1`은 그 주소의 레지스트리로 가요. Docker Hub에는 `docker login`, 다른 곳에는 `docker login REGISTRY` 명령으로 로그인해요. 올릴 수 없는 이름: `docker push shop:1`. 맞는 순서: `docker tag shop:1 ACCOUNT/shop:1`, 이어서 `docker push ACCOUNT/shop:1`.

explain-D08-title = 도커가 레지스트리에 닿지 못해요
explain-D08-headline = `{ $registry }` 레지스트리에서 응답이 없어요.
explain-D08-headline-bare = `{ $image }` 이미지를 Docker Hub에 올리려 했지만 닿지 못했어요.
explain-D08-headline-http = `{ $registry }` 레지스트리는 암호화 없이 응답하는데, 도커는 암호화를 요구해요.
explain-D08-because = 주소는 이미지 이름에서 첫 번째 `/` 앞에 있어요. 그 주소에 실행 중인 레지스트리가 없거나 가는 길이 막혀 있어요.
explain-D08-because-bare = 앞에 레지스트리가 없는 이름은 Docker Hub를 뜻해요. 다른 레지스트리로 보내려면 그 주소를 이름에 적어야 해요.
explain-D08-because-http = 인증서 없이 쓸 수 있는 레지스트리는 `localhost`에 있는 것뿐이에요. 다른 주소는 도커 설정(`insecure-registries`)에 적어 두어야 해요.
explain-D08-long = `docker push` 명령은 이름에 적힌 레지스트리로 이미지를 보내요. `localhost:5000/shop:1`이면 이 컴퓨터의 5000번 포트예요. minikube에서는 `minikube addons enable registry` 명령으로 레지스트리를 켜고, 이미지 레슨에 나오는 작은 컨테이너로 도커와 이어요. 다른 컴퓨터의 레지스트리에는 인증서가 있거나, 도커 설정의 `insecure-registries`에 주소가 적혀 있어야 해요. 포트도 확인하세요. `localhost:5001`은 `localhost:5000`과 다른 곳이에요.

explain-D09-title = 이미지의 이름이나 태그가 달라요
explain-D09-headline-bare = `{ $found }` 이름에는 레지스트리가 없어요. `{ $image }` 앞에 레지스트리를 적어요.
explain-D09-headline-name = `{ $image }` 이름이 필요한데, `{ $found }` 이미지가 있어요.
explain-D09-headline-tag = `{ $image }` 이미지가 필요한데 `{ $found }` 이미지가 있어요.
explain-D09-because = 이미지 하나에 이름을 여러 개 붙일 수 있으니, 맞는 이름을 더 붙이면 돼요.
explain-D09-because-bare = 이름은 이미지가 있을 곳을 알려 줘요. 첫 번째 `/` 앞에 레지스트리 주소나 계정이 없으면 Docker Hub의 공식 이미지 자리를 뜻해요.
explain-D09-because-tag = 태그를 적지 않으면 `latest`가 붙고, 태그가 다르면 다른 이름이에요. 다시 빌드하지 않고 이름만 더 붙일 수 있어요.
explain-D09-long = 이미지 이름은 `레지스트리/저장소:태그` 모양이고 모든 부분이 같아야 같은 이름이에요. 있는 이름은 `docker image ls` 명령으로 볼 수 있어요. `docker tag` 명령은 이름을 하나 더 붙이고, `docker image rm` 명령은 이름을 떼어 내요. `shop:latest`가 되는 명령: `docker build -t shop .`. `shop:1`이 되는 명령: `docker build -t shop:1 .`

explain-D10-title = 그런 이미지가 아직 없어요
explain-D10-headline = 도커에 `{ $image }` 이미지가 아직 없어요.
explain-D10-headline-anywhere = 이름이 `/{ $image }` 부분으로 끝나는 이미지가 도커에 아직 없어요.
explain-D10-headline-nameless = 이름 없이 빌드해서 `{ $image }` 이름으로는 찾을 수 없어요.
explain-D10-because = 이미지는 `docker build` 명령으로 만들고, `docker tag` 명령으로 이름을 더 붙여요. 아직 이 이미지를 만든 명령이 없어요.
explain-D10-because-anywhere = 이름은 `docker tag` 명령으로 더 붙일 수 있어요. 마지막 `/` 앞에는 이미지가 있을 레지스트리나 계정을 적어요.
explain-D10-because-nameless = `-t` 옵션이 없으면 이미지에 ID만 있고, `docker image ls --all`에는 `<none>`이나 `<untagged>`로 보여요. 이름을 붙여 다시 빌드해도 레이어가 이미 있어서 금방 끝나요.
explain-D10-long = 이 컴퓨터의 이미지는 `docker image ls` 명령으로 볼 수 있어요. `docker build -t 이름:태그 폴더` 명령으로 만들고, `-t` 옵션을 빼면 이름이 붙지 않아요. 컴퓨터의 도커, 레지스트리, 클러스터의 노드는 서로 다른 곳이에요. 한 곳에 있다고 다른 곳에도 저절로 있는 것은 아니에요.

explain-D11-title = 새 태그가 예전 이미지를 가리켜요
explain-D11-headline = `{ $image }` 이미지의 내용이 `{ $other }` 이미지와 같아요. 바뀐 것이 없어요.
explain-D11-headline-tagged = `{ $image }` 이름은 `{ $other }` 이미지에 이름만 하나 더 붙인 거예요.
explain-D11-because = 파일이 전과 같아서 빌더가 가지고 있던 레이어를 그대로 썼어요. 고친 내용을 먼저 저장하고 다시 빌드하세요.
explain-D11-because-tagged = `docker tag` 명령은 이름만 더 붙이고 내용은 바꾸지 않아요. 내용을 바꾸려면 새로 빌드해야 해요.
explain-D11-long = 빌드한 이미지는 바뀌지 않아요. `docker build` 명령은 Dockerfile의 줄마다 필요한 파일이 바뀌었는지 보고, 그대로면 예전 레이어를 써요. 그래서 같은 파일로 두 번 빌드하면 같은 이미지예요. 파일을 고쳤다면 저장했는지, 명령에 적은 폴더의 파일이 맞는지 확인하세요. 레이어는 `docker image history 이름:태그` 명령으로 볼 수 있어요.

explain-D12-title = 같아야 할 두 이름이 다른 이미지를 가리켜요
explain-D12-headline = `{ $image }` 이름은 지금의 `{ $other }` 이미지를 가리키지 않아요.
explain-D12-because = 이름은 처음 붙인 이미지에 그대로 남아요. 다시 빌드하면 다른 이름들은 여전히 예전 이미지를 가리켜요.
explain-D12-long = 빌드하면 `-t` 옵션에 적은 이름만 새 이미지로 옮겨 가고, 예전 이미지의 다른 이름은 그대로 있어요. 어떤 이름이 같은 이미지인지는 `docker image ls`의 ID로 알 수 있어요. 빌드할 때마다 이름을 다시 붙이고 다시 올려야 해요. `docker build -t shop:1 .`, `docker tag shop:1 localhost:5000/shop:1`, `docker push localhost:5000/shop:1` 순서예요.

explain-D13-title = 이미지가 클러스터가 찾는 곳에 없어요
explain-D13-headline = `{ $image }` 이미지는 이 컴퓨터의 도커에만 있고 레지스트리에 없어요.
explain-D13-headline-local = `{ $image }` 이미지는 이 컴퓨터의 도커에만 있어요. 이름이 가리키는 내 레지스트리가 없어요.
explain-D13-headline-since = `{ $image }` 이미지는 이제 레지스트리에 있지만, 노드가 아직 다시 물어보지 않았어요.
explain-D13-because = 노드는 내 도커를 들여다보지 않고 이름에 적힌 레지스트리에 물어봐요. 그런데 그 레지스트리에 이미지가 없어요.
explain-D13-because-local = 노드는 내 도커를 들여다보지 않아요. 이 이름으로는 Docker Hub에 물어보는데, 거기에는 이미지가 없어요.
explain-D13-because-since = 한 번 실패하면 노드는 길게는 5분까지 기다렸다가 다시 물어봐요. 새로 만든 파드는 바로 물어봐요.
explain-D13-long = 이미지가 있을 수 있는 곳은 세 군데예요. 빌드한 컴퓨터의 도커, 레지스트리, 클러스터의 노드예요. `docker push` 명령이 첫 번째에서 두 번째로 올리고, 노드는 파드에 필요할 때 거기에서 내려받아요. 그래서 `--image` 옵션에는 이미지가 올라가 있는 레지스트리의 이름을 적어야 해요. 노드가 찾지 못하는 이름: 빌드한 뒤 바로 `kubectl create deployment shop --image=shop:1`. 노드가 찾는 이름: `docker push localhost:5000/shop:1` 뒤에 `--image=localhost:5000/shop:1`. minikube에서는 `minikube image load 이름:태그` 명령으로 레지스트리 없이 노드에 넣을 수도 있어요.

explain-H01-title = 노드가 준비되지 않았어요
explain-H01-headline = `{ $name }` 노드가 준비(Ready)되지 않아서 파드를 실행할 수 없어요.
explain-H01-headline-silent = `{ $name }` 노드에서 소식이 끊겨서 파드를 실행할 수 없어요.
explain-H01-headline-unseen = 준비된 노드가 없는 것 같아요. 그래서 `{ $name }` 파드가 기다리고 있어요.
explain-H01-because = 준비되지 않은 노드는 새 파드를 받지 않고, 그 노드의 파드도 준비되지 않은 것으로 쳐요. 매니페스트의 문제가 아니라 클러스터의 상태예요.
explain-H01-long = 노드마다 kubelet이 몇 초에 한 번씩 잘 있다고 알려요. 소식이 끊기면 `Ready` 컨디션이 `False`나 `Unknown`으로 바뀌어요. `kubectl get nodes`에는 `NotReady`로 보이고, 이유는 `kubectl describe node 이름` 명령이 알려 줘요. minikube라면 가상 머신이나 컨테이너가 멈춘 경우가 많고, `minikube start` 명령으로 다시 살릴 수 있어요.

explain-H02-title = 노드가 cordon 상태예요
explain-H02-headline = `{ $name }` 노드가 cordon 상태라서 새 파드를 받지 않아요.
explain-H02-because = `kubectl cordon` 명령은 노드의 `spec.unschedulable` 값을 켜고, 스케줄러는 `kubectl uncordon` 명령이 있을 때까지 그 노드를 건너뛰어요.
explain-H02-long = 노드를 점검하기 전에 cordon 상태로 만들어요. 이미 실행 중인 파드는 그대로 있고, 새 파드는 다른 노드로 가요. `kubectl get nodes`에는 `SchedulingDisabled`로 보여요. 노드가 하나뿐이면 갈 곳이 없어서 새 파드가 `Pending` 상태로 남아요. `kubectl drain 이름` 명령도 cordon을 하고 그대로 두니, 끝나면 `kubectl uncordon 이름` 명령으로 다시 열어 주세요.

explain-H03-title = 노드의 자원이 모자라요
explain-H03-headline = `{ $name }` 노드에 { $pressure ->
        [MemoryPressure] 메모리가
        [PIDPressure] 프로세스 번호가
       *[other] 디스크 공간이
    } 모자라서 새 파드를 받지 않아요.
explain-H03-headline-evicted = `{ $node }` 노드에 { $resource } 자원이 모자라서 `{ $pod }` 파드를 내보냈어요.
explain-H03-because = `{ $pressure }` 상태인 노드에는 테인트가 붙어서 스케줄러가 건너뛰고, kubelet이 그 노드의 파드를 내보내기도 해요.
explain-H03-because-evicted = 노드의 자원이 바닥나기 전에 kubelet이 요청보다 많이 쓰는 파드부터 끝내요. 축출된 파드는 `Failed` 상태로 남고, 디플로이먼트는 새 파드를 만들어요.
explain-H03-long = 노드는 메모리와 디스크, 프로세스 번호가 넉넉한지 늘 살펴봐요. 하나라도 모자라면 `MemoryPressure`, `DiskPressure`, `PIDPressure` 가운데 하나가 `True`가 되고, 새 파드를 받지 않고, 자리가 날 때까지 파드를 축출해요. 파드가 아니라 클러스터의 문제예요. `kubectl describe node 이름`에서 상태를, `minikube ssh -- df -h`에서 디스크를 볼 수 있어요. 디스크는 쓰지 않는 이미지로 차는 일이 많아요. `minikube ssh -- docker image prune -a` 명령으로 지울 수 있어요. 상태가 다시 `False`가 되기까지는 몇 분 걸려요. 축출된 파드는 `kubectl delete pod --field-selector=status.phase=Failed` 명령으로 치워요.

explain-H04-title = 클러스터에 노드가 없어요
explain-H04-headline = 클러스터에 노드가 하나도 없어서 `{ $pod }` 파드를 실행할 곳이 없어요.
explain-H04-because = 파드는 노드에서 실행돼요. 컨트롤 플레인은 응답하고 오브젝트도 간직하지만, 실제로 실행할 기계가 없어요.
explain-H04-long = `kubectl get nodes` 명령은 클러스터의 기계를 보여 줘요. 노드는 kubelet이 시작할 때 스스로 등록해요. 그래서 `kubectl delete node 이름`으로 지우면 kubelet을 다시 시작할 때까지 돌아오지 않아요. minikube라면 `minikube stop`과 `minikube start` 명령으로 되살릴 수 있고, 클러스터에 있던 것도 그대로예요. 노드가 생기면 기다리던 파드는 바로 배치돼요. 노드를 비우려고 `kubectl delete node minikube`를 쓰면 노드가 사라져요. 비울 때 쓰는 명령: `kubectl drain minikube`

explain-K01-title = kubeconfig가 없어요
explain-K01-headline = kubectl이 kubeconfig 파일을 찾지 못해서 기본 주소 `{ $address }` 쪽으로 접속했어요.
explain-K01-headline-named = 명령에 적은 kubeconfig 파일이 없어요.
explain-K01-because = 클러스터의 주소와 사용자는 kubeconfig에 적혀 있어요. 이 파일이 없으면 kubectl은 클러스터가 없는 localhost:8080 주소를 써요.
explain-K01-because-named = `--kubeconfig`에는 실제로 있는 파일을 적어야 해요. podo가 kubectl에 전용 kubeconfig를 건네주기 때문에, podo에서는 이 옵션이 없어도 돼요.
explain-K01-long = kubectl은 `~/.kube/config` 파일이나 `KUBECONFIG` 환경 변수에 적힌 파일을 읽어요. 그 안에는 클러스터와 사용자, 그리고 둘을 짝지은 컨텍스트가 있어요. `kubectl config view` 명령으로 읽은 내용을 볼 수 있고, 비어 있으면 아무것도 찾지 못한 거예요. `minikube start` 명령이 이 파일을 쓰고, `minikube update-context` 명령이 바로잡아 줘요.

explain-K02-title = 클러스터가 꺼져 있어요
explain-K02-headline = `{ $address }` 주소에서 응답하는 것이 없어요. 클러스터가 꺼져 있어요.
explain-K02-because = kubeconfig에 적힌 주소에서 API 서버가 기다리고 있지 않아서 연결이 거부됐어요.
explain-K02-long = 연결이 거부됐다는 것은 컴퓨터는 있지만 그 포트에서 기다리는 프로그램이 없다는 뜻이에요. `minikube stop` 뒤나 컴퓨터를 다시 켠 뒤에 흔히 봐요. `minikube status` 명령으로 클러스터가 켜져 있는지 보고, `minikube start` 명령으로 켜면 있던 것이 그대로 돌아와요.

explain-K03-title = 서버 이름을 찾을 수 없어요
explain-K03-headline = kubeconfig에 적힌 API 서버의 `{ $host }` 호스트를 찾을 수 없어요.
explain-K03-because = kubeconfig의 `server`에 적힌 이름이 어떤 주소로도 바뀌지 않아서 접속할 곳이 없어요.
explain-K03-long = API 서버의 주소는 kubeconfig의 `clusters` 아래에 있어요. 호스트 이름에 오타가 있거나, VPN처럼 지금 연결되지 않은 네트워크의 이름이면 주소를 찾지 못해요. `kubectl config view --minify` 명령으로 쓰고 있는 주소를 볼 수 있고, minikube라면 `minikube update-context` 명령이 맞는 주소로 바꿔 줘요.

explain-K04-title = 서버가 응답하지 않아요
explain-K04-headline = `{ $address }` 주소의 API 서버가 응답하지 않아요.
explain-K04-because = 아무 응답도 돌아오지 않아요. 주소가 예전 것이거나, 컴퓨터가 꺼져 있거나, 네트워크가 막혀 있을 수 있어요.
explain-K04-long = 거부와 달리 아무 응답이 없다는 것은 요청이 중간에 사라진다는 뜻이에요. minikube를 새로 만들어서 주소가 바뀌었거나, VPN이나 방화벽이 요청을 막을 때 그래요. `minikube status` 명령으로 클러스터가 켜져 있는지 보고, `minikube update-context` 명령으로 지금 주소를 kubeconfig에 다시 적을 수 있어요.

explain-K05-title = 인증서가 다른 클러스터의 것이에요
explain-K05-headline = 서버의 인증서가 이 kubeconfig와 맞지 않아요.
explain-K05-because = kubeconfig에는 그 클러스터의 CA가 들어 있어요. 지금 응답하는 서버는 다른 CA의 인증서를 보여 줘요. 클러스터를 새로 만들면 이렇게 돼요.
explain-K05-long = 클러스터마다 자기 인증 기관(CA)이 있고, kubectl은 kubeconfig에 적힌 CA만 믿어요. 클러스터를 지우고 다시 만들면 CA도 새것이 되어 예전 kubeconfig와 맞지 않아요. `minikube update-context` 명령이 항목을 다시 써 줘요. `--insecure-skip-tls-verify` 옵션은 이 차이를 가릴 뿐이고, 가짜 서버까지 믿게 만들어요.

explain-K06-title = 인증 정보를 받아 주지 않아요
explain-K06-headline = 클러스터는 응답하지만, 이 인증 정보를 받아 주지 않아요.
explain-K06-headline-expired = 이 클러스터에 쓰는 인증서의 유효 기간이 지났어요.
explain-K06-because = kubeconfig에 적힌 사용자의 토큰이나 인증서가 만료됐거나 다른 클러스터의 것이라서, API 서버가 누구의 요청인지 알 수 없어요.
explain-K06-because-expired = 인증서에는 유효 기간이 있어요. 기간이 지났거나 시계가 맞지 않으면 서로를 믿지 않아요.
explain-K06-long = kubectl은 요청할 때마다 kubeconfig에 적힌 인증서나 토큰으로 누구인지 알려요. 서버가 401로 답하면 누구인지 확인하지 못했다는 뜻이에요. 이 확인을 인증이라고 하고, 권한은 그다음 문제예요. `kubectl config view --minify` 명령으로 어떤 사용자를 쓰는지 볼 수 있고, minikube라면 `minikube start` 명령이 만료된 인증서를 새로 만들어요.

explain-K07-title = 이 사용자에게 권한이 없어요
explain-K07-headline = `{ $namespace }` 네임스페이스의 `{ $resource }` 리소스를 `{ $verb }` 할 권한이 없어요.
explain-K07-headline-cluster = 클러스터 전체의 `{ $resource }` 리소스를 `{ $verb }` 할 권한이 없어요.
explain-K07-because = API 서버는 누구의 요청인지 알지만(`{ $user }`), 그 사용자에게 이 일을 허용한 역할이 없어요. 클러스터 관리자가 권한을 줄 수 있어요.
explain-K07-long = API 서버는 누구의 요청인지 확인한 다음, 그 네임스페이스에서 그 종류의 오브젝트에 그 동작을 허용한 롤(Role)이나 클러스터롤(ClusterRole)이 있는지 봐요. 없으면 403 `Forbidden`으로 답해요. `kubectl auth can-i list pods` 명령은 실제로 하지 않고 같은 질문만 해요. 내 minikube에서는 내가 관리자이고, 함께 쓰는 클러스터에서는 관리자가 권한을 줘요.

explain-K08-title = 그런 이름의 컨텍스트가 없어요
explain-K08-headline = kubeconfig에 `{ $context }` 컨텍스트가 없어요.
explain-K08-because = podo는 `{ $known }` 컨텍스트 하나로 일하고, kubectl에도 그것만 담긴 kubeconfig를 건네줘요.
explain-K08-long = 컨텍스트는 클러스터와 사용자, 네임스페이스를 묶어 부르는 이름이에요. `kubectl config get-contexts` 명령으로 목록을 볼 수 있고, 별표가 붙은 것이 지금 쓰는 컨텍스트예요. podo 안의 kubectl에는 컨텍스트가 하나만 보여서, 다른 클러스터에 잘못 명령할 일이 없어요. `kubectl --context minicube get pods` 대신 `kubectl get pods` 명령이면 돼요.

explain-K09-title = kubeconfig를 읽을 수 없어요
explain-K09-headline = `{ $file }` 파일의 YAML 형식이 { $line }번 줄 또는 바로 앞 줄에서 깨져 있어요.
explain-K09-headline-whole = `{ $file }` 파일을 kubeconfig로 읽을 수 없어요.
explain-K09-because = kubectl은 명령마다 이 파일을 먼저 읽기 때문에, 파일을 바로잡아야 다른 명령도 쓸 수 있어요.
explain-K09-long = kubeconfig는 YAML 파일이라서 손으로 고치다 보면 쉽게 깨져요. 스페이스 대신 탭을 쓰거나, 콜론을 빠뜨리거나, 들여쓰기가 한 칸 어긋나는 경우예요. 메시지의 줄 번호는 읽다가 막힌 곳이고, 원인은 그 앞 줄에 있을 때가 많아요. 직접 고치기보다 `kubectl config set-context`나 `minikube update-context` 같은 명령을 쓰는 편이 안전해요.

explain-M02-title = 이름이 달라요
explain-M02-headline = `{ $wanted }` { $subject } 있어야 하는데, `{ $name }` { $subject } 있어요.
explain-M02-because = 오브젝트의 이름은 바꿀 수 없어서, 맞는 이름으로 다시 만들고 이전 것은 지워야 해요.
explain-M02-because-file = 이름은 `{ $file }` 파일의 `metadata` 아래에 있어요. 오브젝트의 이름은 바꿀 수 없으니, 고친 파일을 적용하고 이전 오브젝트는 지우세요.
explain-M02-long = 오브젝트는 종류와 네임스페이스, 이름으로 구분해요. 한 글자만 달라도 다른 오브젝트예요. `kubectl get deployments` 명령으로 있는 이름을 볼 수 있어요. 이름을 바꾸는 명령은 없어서 새로 만들어야 해요. `kubectl create deployment wbe --image=nginx` 대신 `kubectl create deployment web --image=nginx` 명령으로 만들고, `kubectl delete deployment wbe` 명령으로 이전 것을 지우세요.

explain-M03-title = 종류가 달라요
explain-M03-headline = `{ $name }` { $subject } 있지만, 실습에서 찾는 것은 `{ $wanted }` 종류예요.
explain-M03-because = 오브젝트의 종류는 만드는 명령이 정해요. `kubectl run`은 파드를 만들고, `kubectl create deployment`는 파드를 만들고 지켜 주는 디플로이먼트를 만들어요.
explain-M03-because-file = 종류는 `{ $file }` 파일의 `kind`에 적혀 있어요. 종류가 다르면 다른 오브젝트이니, 고친 파일을 적용하고 이미 만든 것은 지우세요.
explain-M03-long = 이름이 같아도 파드와 디플로이먼트는 서로 다른 오브젝트라서 나란히 있을 수 있어요. 혼자 있는 파드는 사라지면 그만이지만, 디플로이먼트는 정해진 개수만큼 파드를 지켜 줘요. `kubectl get pods,deployments` 명령으로 두 종류를 함께 볼 수 있어요. `kubectl run web --image=nginx` 명령은 파드를, `kubectl create deployment web --image=nginx` 명령은 디플로이먼트를 만들어요.

explain-M04-title = 이전부터 있던 것이에요
explain-M04-headline = `{ $name }` { $subject } 있지만, 이 실습을 시작하기 전에 만든 것이에요.
explain-M04-headline-unchanged = 실습을 시작한 뒤로 `{ $name }` { $subject } 아직 바뀌지 않았어요.
explain-M04-because = 새로 만드는 실습이라서 이전 것을 먼저 지워야 해요.
explain-M04-because-unchanged = 시작할 때 이미 조건에 맞았지만, 이 실습은 직접 바꾸어 보는 실습이에요.
explain-M04-long = 실습을 시작할 때 podo는 있는 오브젝트를 UID로 적어 둬요. 이름은 다시 쓸 수 있지만 UID는 그렇지 않아요. 그 뒤에 만들거나 바꾼 것만 인정해요. 언제 만들었는지는 `kubectl get`의 `AGE` 열에서 볼 수 있고, `reset` 명령으로 실습을 시작 상태로 되돌릴 수 있어요.

explain-M05-title = 한 필드만 달라요
explain-M05-headline = `{ $name }` { $noun }의 `{ $field }` 필드 하나만 달라요.
explain-M05-headline-absent = `{ $name }` { $noun }에 `{ $field }` 필드 하나만 없어요.
explain-M05-headline-extra = `{ $name }` { $noun }에 없어야 할 `{ $field }` 필드가 있어요.
explain-M05-because = 이 필드까지 맞으면 실습이 끝나요.
explain-M05-long = podo가 클러스터의 오브젝트와 실습의 조건을 필드마다 비교했더니 하나만 달랐어요. 경로는 그 필드가 있는 자리예요. `spec.replicas`라면 `spec` 아래의 `replicas` 키예요. `kubectl get 종류 이름 -o yaml` 명령으로 모든 필드를 볼 수 있고, `kubectl explain deployment.spec.replicas` 명령으로 필드의 뜻을 볼 수 있어요.

explain-M06-title = 레이블과 어노테이션이 바뀌었어요
explain-M06-headline-label = `{ $name }` { $noun }의 `{ $pair }` 값이 레이블이 아니라 어노테이션으로 붙어 있어요.
explain-M06-headline-annotation = `{ $name }` { $noun }의 `{ $pair }` 값이 어노테이션이 아니라 레이블로 붙어 있어요.
explain-M06-because-label = 셀렉터와 `kubectl get -l` 명령은 레이블만 봐요. 어노테이션은 적어 두는 메모라서 고를 때 쓰이지 않아요.
explain-M06-because-annotation = 오브젝트에서 설정을 읽는 도구는 어노테이션을 봐요. 레이블은 고를 때 써요.
explain-M06-long = 레이블도 어노테이션도 `metadata`에 적는 키와 값이에요. 레이블은 오브젝트가 무엇인지 말해 주고, 서비스와 디플로이먼트, `kubectl get -l team=shop` 명령이 이것으로 오브젝트를 찾아요. 어노테이션은 사람과 도구를 위한 메모예요. 길어도 되지만, 이것으로는 아무것도 찾지 않아요. `kubectl label` 명령은 레이블을, `kubectl annotate` 명령은 어노테이션을 적어요. 레이블로 붙이려면: `kubectl label pod web team=shop`. 어노테이션을 떼려면: `kubectl annotate pod web team-`.

explain-M07-title = 조금 전까지는 맞았어요
explain-M07-headline = 지난번에는 맞았는데, 그 뒤에 `{ $name }` { $noun }의 `{ $field }` 필드가 바뀌었어요.
explain-M07-headline-gone = 지난번에는 `{ $name }` { $subject } 있었는데, 지금은 없어요.
explain-M07-headline-gone-since = 시작할 때는 `{ $name }` { $subject } 있었는데, 지금은 없어요.
explain-M07-headline-since = 시작할 때는 맞았는데, 그 뒤에 `{ $name }` { $noun }의 `{ $field }` 필드가 바뀌었어요.
explain-M07-because = 나중에 한 명령이 되돌렸거나, 다른 사람이 이 네임스페이스를 쓰고 있어요. 실습은 지금 있는 것을 봐요.
explain-M07-long = podo는 실습에서 이미 통과한 부분을 기억해요. 이 부분은 통과했는데 지금은 맞지 않아요. 그 뒤에 입력한 명령을 살펴보세요. `delete`, `scale`, `set image`, `rollout undo` 명령은 있던 것을 바꾸고, 예전 파일을 `kubectl apply` 하면 예전 값으로 돌아가요. 그 단계를 다시 하면 돼요.

explain-M08-title = 다른 컨테이너를 바꿨어요
explain-M08-headline = `{ $container }` 컨테이너에 넣을 `{ $field }` 값이 `{ $other }` 컨테이너에 있어요.
explain-M08-because = `{ $name }` { $noun } 안에는 컨테이너가 여럿 있고, 각각 자기 이미지와 설정을 따로 가져요.
explain-M08-long = 한 파드에 컨테이너가 여럿이면 `kubectl set image` 명령에 어느 컨테이너인지 이름으로 적어야 해요. 컨테이너 이름은 `kubectl get 종류/이름 -o yaml` 출력의 `containers` 아래 `name` 값이에요. 다른 이름: `kubectl set image deployment/pair helper=nginx:1.28`. 맞는 이름: `kubectl set image deployment/pair web=nginx:1.28`. 잘못 바뀐 컨테이너도 원래 값으로 되돌려 주세요.

explain-M09-title = 아직 진행 중이에요
explain-M09-headline-binding = `{ $name }` 클레임이 볼륨을 받는 중이에요.
explain-M09-headline-crashing = `{ $name }` 파드의 컨테이너가 다시 시작되는 중이에요.
explain-M09-headline-deleting = `{ $name }` { $subject } 삭제되는 중이에요.
explain-M09-headline-observing = 컨트롤러가 `{ $name }` 오브젝트의 변경을 아직 반영하는 중이에요.
explain-M09-headline-output = `{ $name }` 파드가 막 시작되어 결과가 곧 나올 거예요.
explain-M09-headline-pulling = `{ $name }` 파드의 이미지를 내려받는 중이에요.
explain-M09-headline-readiness = `{ $name }` 파드가 실행됐고, 준비(Ready)되기를 기다리는 중이에요.
explain-M09-headline-scaling = `{ $name }` { $noun }의 파드 개수를 맞추는 중이에요.
explain-M09-headline-scheduling = `{ $name }` 파드를 실행할 노드를 고르는 중이에요.
explain-M09-headline-starting = `{ $name }` 파드의 컨테이너를 시작하는 중이에요.
explain-M09-because = 쿠버네티스는 의도한 상태를 먼저 저장하고, 컨트롤러가 뒤이어 실제 상태를 거기에 맞춰요.
explain-M09-long = kubectl 명령은 의도한 상태를 API 서버에 저장하면 바로 끝나요. 스케줄러가 노드를 고르고, kubelet이 이미지를 받아 컨테이너를 시작하고, 준비가 됐는지 확인하는 일은 그 뒤에 이어져요. `kubectl get pods --watch` 명령으로 바뀌는 모습을 볼 수 있고, Ctrl-C로 끝내요. 잠시 뒤에 다시 확인하면 돼요.

explain-M10-title = 남는 것이 있어요
explain-M10-headline-before = { $wanted }개여야 하는데 { $count }개예요. `{ $names }`: 이전부터 남아 있던 것이에요.
explain-M10-headline-many = { $wanted }개여야 하는데 { $count }개예요. `{ $names }`
explain-M10-headline-others = { $wanted }개여야 하는데 { $count }개예요. `{ $names }`: 실습에서 찾는 것이 아니에요.
explain-M10-headline-present = `{ $name }` { $subject } 아직 있어요.
explain-M10-because = 누가 언제 만들었든 조건에 맞는 것은 모두 세요.
explain-M10-because-before = 조건에 맞으면 실습을 시작하기 전부터 있던 것도 함께 세요.
explain-M10-because-others = 레이블이 맞으면 모두 세는데, 실습과 상관없는 오브젝트에도 같은 레이블이 있어요. 셀렉터도 이것을 모두 찾아요.
explain-M10-because-present = 이 오브젝트가 사라져야 실습이 끝나요.
explain-M10-long = 개수를 셀 때는 서비스의 셀렉터처럼 레이블만 봐요. 예전에 남은 것이든 손으로 만든 것이든 레이블이 맞으면 모두 포함돼요. `kubectl get pods --show-labels` 명령으로 어떤 레이블이 있는지, `AGE` 열에서 언제부터 있었는지 볼 수 있어요. 필요 없는 것은 지우거나 다른 레이블을 붙이세요. 디플로이먼트의 파드는 `kubectl delete deployment 이름` 명령으로 함께 지워요.

explain-M11-title = 아직 없어요
explain-M11-headline = `{ $name }` { $subject } 아직 없어요.
explain-M11-headline-any = 조건에 맞는 { $subject } 아직 없어요.
explain-M11-headline-given = 실습을 시작할 때 있던 `{ $name }` { $subject } 없어졌어요.
explain-M11-headline-going = `{ $name }` { $subject } 삭제되는 중이라서 아직 없는 것과 같아요.
explain-M11-because = 실습에서 만들 오브젝트예요. 이미 만들었다면 이름과 네임스페이스를 살펴보세요.
explain-M11-because-going = 파드 안의 프로그램은 30초까지 마무리할 시간을 받아요. 완전히 사라진 다음에 같은 이름으로 다시 만들 수 있어요.
explain-M11-because-given = 실습이 이 오브젝트를 바탕으로 해요. `reset` 명령으로 시작 상태로 되돌릴 수 있어요.
explain-M11-long = 오브젝트는 종류와 이름, 네임스페이스로 찾고, 셋이 모두 맞아야 해요. `kubectl get all` 명령으로 네임스페이스에 있는 것을 대부분 볼 수 있어요. 만드는 명령이 오류로 끝났다면 그 메시지에 이유가 있어요. 확인할 때 근거에 그 메시지를 다시 보여 줘요.

explain-M12-title = 여러 필드가 달라요
explain-M12-headline = `{ $name }` { $noun }에서 필드 { $count }개가 실습의 조건과 달라요.
explain-M12-because = 아래의 필드부터 맞춰 보세요. 나머지는 `why` 명령으로 볼 수 있어요.
explain-M12-long = podo가 클러스터의 오브젝트와 실습의 조건을 필드마다 비교했더니 여러 곳이 달랐어요. 하나씩 고치는 것보다 다시 만드는 편이 빠를 수도 있어요. `kubectl get 종류 이름 -o yaml` 명령으로 모든 필드를 볼 수 있어요.

explain-M13-title = 파일이나 로그의 내용이 달라요
explain-M13-headline = `{ $path }` 파일은 있는데, 찾는 내용과 달라요: “{ $text }”
explain-M13-headline-file = `{ $name }` 파드의 컨테이너에 `{ $path }` 파일이 없어요.
explain-M13-headline-log = `{ $name }` 파드의 로그에 “{ $text }” 내용이 아직 없어요.
explain-M13-headline-log-ended = `{ $name }` 파드의 프로그램은 끝났는데, 로그에 “{ $text }” 내용이 없어요.
explain-M13-headline-more = `{ $path }` 파일에 “{ $text }” 말고 다른 내용도 있어요.
explain-M13-because = 파일은 컨테이너마다 따로 있어요. 볼륨으로 함께 쓰는 폴더만 다른 컨테이너에서도 보여요.
explain-M13-because-log = 로그에는 컨테이너에서 도는 프로그램이 출력한 글만 남아요.
explain-M13-because-more = 이 내용만 있어야 해요. 나머지는 전부터 있었거나 나중에 적힌 것이에요.
explain-M13-because-other = 파일에는 프로그램이나 이미지, 볼륨이 넣어 둔 내용이 그대로 있어요.
explain-M13-because-spelling = 대소문자와 띄어쓰기까지 글자 그대로 같아야 해요.
explain-M13-long = podo는 컨테이너 안의 파일을 읽거나(`kubectl exec 파드 -- cat 경로`) 로그를 읽어서(`kubectl logs 파드`) 찾는 내용이 있는지 봐요. 컨테이너가 여러 개라면 `-c 컨테이너` 옵션으로 어느 쪽인지 골라야 해요. `kubectl exec 파드 -- echo 글 > 파일`에서는 `>` 기호를 내 컴퓨터의 셸이 먼저 처리하니, 컨테이너 안에 쓰려면 `kubectl exec 파드 -- sh -c 'echo 글 > 파일'`처럼 적어요.

explain-M14-title = 여러 필드를 함께 보면 과제와 달라요
explain-M14-headline = 여러 필드를 함께 보면 아직 과제와 달라요.
explain-M14-because = 필드 하나로는 알 수 없어서, 여러 필드를 함께 보고 판단했어요.
explain-M14-long = 필드 하나로는 알 수 없는 결과도 있어요. 두 변경이 한 번의 롤아웃으로 나갔는지, 명령만 입력한 것이 아니라 파일을 적용했는지, 클레임과 함께 볼륨도 지워졌는지 같은 것이에요. 그럴 때 레슨에는 클러스터의 상태를 보는 식과, 그 식이 참이 아닐 때 그것이 무슨 뜻인지가 적혀 있어요. 필드는 `kubectl get KIND NAME -o yaml`로 볼 수 있어요.

explain-N01-title = 다른 클러스터예요
explain-N01-headline = 이 레슨은 지금 클러스터(`{ $context }` 컨텍스트)가 아닌 다른 클러스터에서 시작했어요.
explain-N01-because = `{ $server }` 주소의 클러스터는 레슨을 시작한 클러스터와 다른 것이라서, 거기에서 만든 것이 여기에는 없어요. 지우고 다시 만든 클러스터도 다른 클러스터예요.
explain-N01-long = podo는 `kube-system` 네임스페이스의 UID로 클러스터를 알아봐요. 이 값은 바뀌지도, 겹치지도 않아요. 레슨은 시작한 클러스터에서 이어 가요. `podo --cluster context:이름` 형태로 그 클러스터를 고르거나, `reset` 명령으로 여기에서 새로 시작하세요.

explain-N02-title = 네임스페이스가 없어요
explain-N02-headline = `{ $name }` { $subject } 없어요.
explain-N02-headline-own = 이 실습의 `{ $name }` { $subject } 없어졌어요.
explain-N02-because = 오브젝트는 이미 있는 네임스페이스 안에 만들어요. 실습의 네임스페이스는 podo가 정해 두었으니 `-n` 옵션이 없어도 돼요.
explain-N02-because-own = 네임스페이스가 사라지면 그 안의 것도 모두 사라져요. `reset` 명령이 네임스페이스를 다시 만들고 시작 상태로 되돌려요.
explain-N02-long = 네임스페이스는 이름을 나누어 쓰는 공간이고, 무언가를 넣기 전에 `kubectl create namespace shop`처럼 먼저 만들어야 해요. `kubectl get namespaces` 명령으로 목록을 볼 수 있어요. podo에서는 모든 명령이 저절로 레슨의 네임스페이스로 가요. 여기에서는 `kubectl create deployment web --image=nginx -n shop` 대신 `kubectl create deployment web --image=nginx` 명령이면 돼요.

explain-N03-title = 다른 네임스페이스에 있어요
explain-N03-headline = `{ $name }` { $subject } 다른 네임스페이스(`{ $other }`)에 있어요.
explain-N03-because = 오브젝트는 한 네임스페이스에 속하고 옮길 수 없어요. 맞는 네임스페이스에 다시 만들고, 다른 쪽은 지우면 돼요.
explain-N03-because-file = `{ $file }` 파일에 적힌 네임스페이스가 podo가 정해 둔 것보다 먼저예요. 그 줄을 지우고 다시 적용한 다음, 다른 네임스페이스의 오브젝트는 지우세요.
explain-N03-long = 오브젝트가 들어갈 곳은 `-n` 옵션, 파일의 `metadata.namespace`, 컨텍스트 순서로 정해져요. podo는 컨텍스트에 레슨의 네임스페이스를 적어 두기 때문에 앞의 둘은 필요 없어요. `kubectl get deployments -A` 명령으로 모든 네임스페이스를 한 번에 볼 수 있어요. `kubectl create deployment web --image=nginx -n default` 대신 `kubectl create deployment web --image=nginx` 명령이면 돼요.

explain-N04-title = 파일과 명령의 네임스페이스가 서로 달라요
explain-N04-headline = `{ $file }`에는 `{ $in_file }`, 명령에는 `{ $asked }` 네임스페이스가 적혀 있어요.
explain-N04-because = kubectl은 둘 중 하나를 고르지 않아요. 그래서 아무 일도 일어나지 않았어요. 레슨의 네임스페이스는 podo가 이미 정해 두었으니 파일에도 명령에도 적지 않아도 돼요.
explain-N04-long = 매니페스트의 `metadata.namespace`에는 그 오브젝트가 들어갈 곳을, `-n` 옵션에는 명령 전체가 쓸 곳을 적을 수 있어요. 둘 다 적었는데 서로 다르면 kubectl은 클러스터에 묻기도 전에 멈춰요. 보통은 파일에서 그 줄을 지워요. 그러면 파일 하나를 어느 네임스페이스에나 쓸 수 있어요. 파일에 `namespace: shop`이라고 적고 `kubectl apply -f web.yaml -n default` 명령을 실행하는 대신, 둘 중 하나만 남기세요.

explain-N05-title = 네임스페이스가 삭제되는 중이에요
explain-N05-headline = `{ $name }` { $subject } 삭제되는 중이라서 새로 만들 수 없어요.
explain-N05-headline-own = 이 실습의 `{ $name }` { $subject } 삭제되는 중이에요.
explain-N05-because = 안에 있는 것을 먼저 모두 지우고 나서 네임스페이스를 지워요. 그동안 API 서버는 그 안에 새 오브젝트를 만들지 못하게 해요.
explain-N05-because-own = 완전히 사라질 때까지 기다린 다음 `reset` 명령을 쓰면, 네임스페이스를 다시 만들고 시작 상태로 되돌려요.
explain-N05-long = 네임스페이스를 지우면 안에 있는 것도 모두 지워지고, 마지막 오브젝트가 끝날 때까지 시간이 걸려요. 보통은 몇 초지만, 파드가 천천히 종료되거나 오브젝트가 파이널라이저를 기다리면 더 걸려요. 그동안 `kubectl get namespaces`에는 `Terminating`으로 보여요. 완전히 사라진 뒤에야 같은 이름으로 다시 만들 수 있어요.

explain-N06-title = 파드가 찾는 것이 다른 네임스페이스에 있어요
explain-N06-headline = `{ $pod }` 파드에 필요한 `{ $map }` { $source ->
        [Secret] 시크릿은
        [PersistentVolumeClaim] 클레임은
       *[other] 컨피그맵은
    } `{ $other }` 네임스페이스에 있어요.
explain-N06-because = 파드는 자기 네임스페이스, 여기서는 `{ $here }` 네임스페이스의 컨피그맵과 시크릿, 클레임만 쓸 수 있어요.
explain-N06-long = 파드에는 컨피그맵, 시크릿, 클레임, 서비스 어카운트를 네임스페이스 없이 이름만 적고, 언제나 자기 네임스페이스에서 찾아요. 다른 네임스페이스를 적는 필드는 없어요. 여러 네임스페이스에서 쓸 것은 각각 만들어 두어야 해요. 어디에 있는지는 `kubectl get configmaps --all-namespaces` 명령으로 볼 수 있어요. 서비스는 달라서, 어디서나 `이름.네임스페이스` 주소로 부를 수 있어요. `shop`의 파드가 찾지 못하는 예: `kubectl create configmap paint --from-literal=colour=purple -n default`. 맞는 예: 같은 명령을 `-n shop`으로

explain-P01-title = 이미지 이름을 찾을 수 없어요
explain-P01-headline-denied = `{ $image }` 이미지를 찾을 수 없어요. 이름이 다르거나 로그인이 필요해 보여요.
explain-P01-headline-sandbox = 샌드박스에는 `{ $image }` 이미지가 없어요.
explain-P01-headline-typo = `{ $image }` 이미지를 찾을 수 없어요. `{ $nearest }` 이미지의 오타로 보여요.
explain-P01-headline-unknown = `{ $image }` 이미지를 찾을 수 없어요. 이름이나 태그가 다른 것으로 보여요.
explain-P01-because = 노드가 레지스트리에서 이미지를 받지 못해서, 파드에 실행할 컨테이너가 없어요.
explain-P01-because-denied = Docker Hub는 없는 이미지와 로그인이 필요한 이미지에 똑같이 대답해서, 둘 중 어느 쪽인지는 알 수 없어요.
explain-P01-because-sandbox = 샌드박스의 레지스트리에는 잘 알려진 이미지 몇 가지만 있어요(`podo sandbox --help`에서 볼 수 있어요). 실제 클러스터에서는 받을 수 있는 이미지일지도 몰라요.
explain-P01-long = 이미지 이름은 `레지스트리/저장소:태그` 모양이고, 레지스트리를 적지 않으면 Docker Hub에서 찾아요. 이름에 글자 하나만 달라도 다른 이미지라서 `ErrImagePull`과 `ImagePullBackOff`가 번갈아 나타나요. 정확한 이유는 `kubectl describe pod 이름` 출력의 Events에 있어요. 다른 이름: `--image=ngnix:1.27`. 맞는 이름: `--image=nginx:1.27`. 파드의 이미지는 `kubectl set image` 명령으로 바로 고칠 수 있어요.

explain-P02-title = 이미지에 그런 태그가 없어요
explain-P02-headline = `{ $repository }` 이미지에 `{ $tag }` 태그가 없어요.
explain-P02-because = 레지스트리에 이미지 이름은 있지만 이 태그가 없어서, 노드가 실행할 것을 받지 못했어요.
explain-P02-long = 태그는 이미지 이름의 `:` 뒤에 붙는 부분이고, 대개 버전이에요. 어떤 태그가 있는지는 이미지를 만든 쪽이 정하니, 레지스트리의 태그 목록에서 확인하세요. 파드의 상태는 `ErrImagePull`과 `ImagePullBackOff`를 오가고, `kubectl describe pod 이름` 출력의 Events에 `not found`가 보여요. 없는 태그: `nginx:1.72`. 있는 태그: `nginx:1.27`. 롤아웃하던 중이라면 이전 버전의 파드가 계속 일하고 있어요.

explain-P04-title = 노드가 레지스트리에 닿지 못해요
explain-P04-headline = 노드가 `{ $registry }` 레지스트리에 연결하지 못했어요.
explain-P04-headline-host = 노드가 `{ $registry }` 레지스트리의 호스트를 찾지 못했어요.
explain-P04-headline-http = `{ $registry }` 레지스트리는 암호화 없이 응답하는데, 노드는 암호화를 요구해요.
explain-P04-headline-local = 노드의 `{ $registry }` 주소에서 응답하는 것이 없어요.
explain-P04-headline-silent = `{ $registry }` 레지스트리가 노드에 응답하지 않아요.
explain-P04-because = 레지스트리 주소는 이미지 이름에서 첫 번째 `/` 앞에 있어요. 그 주소에서 기다리는 프로그램이 없어요.
explain-P04-because-host = 레지스트리 주소는 이미지 이름에서 첫 번째 `/` 앞에 있어요. 그 이름을 주소로 바꿀 수 없어요.
explain-P04-because-http = 인증서가 없는 레지스트리를 쓰려면 노드의 컨테이너 런타임에 미리 알려 두어야 해요.
explain-P04-because-local = 노드에서 `localhost`는 내 컴퓨터가 아니라 노드 자신이에요. 노드의 그 포트에서 레지스트리가 응답해야 해요.
explain-P04-because-silent = 응답이 돌아오지 않아요. 노드에서 레지스트리로 가는 길이 막혔거나 주소가 달라요.
explain-P04-long = 이미지를 내려받는 것은 내 컴퓨터가 아니라 노드예요. 그래서 이미지 이름에 적힌 레지스트리는 노드에서 닿는 곳이어야 해요. `localhost:5000`은 노드 자신의 5000번 포트이고, minikube에서는 `minikube addons enable registry` 명령이 그곳에 레지스트리를 마련해요. 노드가 겪은 일은 `kubectl describe pod 이름` 출력의 Events에 있어요. 아무것도 없는 포트: `--image=localhost:5001/shop:1`. 레지스트리가 있는 포트: `--image=localhost:5000/shop:1`.

explain-P05-title = 이미지 이름의 형식이 맞지 않아요
explain-P05-headline-other = `{ $image }` 값은 이미지 이름으로 읽을 수 없어요.
explain-P05-headline-placeholder = `{ $image }` 자리에는 `nginx:1.27` 같은 이미지 이름을 적어요.
explain-P05-headline-space = `{ $image }` 이미지 이름에 공백이 있어요. 공백 없이 붙여 적어요.
explain-P05-headline-upper = `{ $image }` 이미지 이름에 대문자가 있어요. 이미지 이름은 소문자로만 적어요.
explain-P05-because = 이미지 이름이 될 수 없는 모양이라서, 레지스트리에 묻기도 전에 멈췄어요.
explain-P05-long = 이미지 이름에는 소문자, 숫자, `.`, `_`, `-`, `/`만 쓸 수 있고, 태그는 `:` 바로 뒤에 붙여요. 태그에는 대문자도 쓸 수 있어요. 형식이 맞지 않으면 파드가 `InvalidImageName` 상태가 되고, kubectl이나 API 서버가 먼저 거절하기도 해요. 읽을 수 없는 이름: `Nginx:1.27`, `nginx: 1.27`. 맞는 이름: `nginx:1.27`.

explain-P06-title = 이미지를 내려받지 못하게 되어 있어요
explain-P06-headline = 노드에 `{ $image }` 이미지가 없는데, 내려받지 못하게 되어 있어요.
explain-P06-because = `imagePullPolicy: Never`라서 노드는 이미 가지고 있는 이미지만 쓰고 레지스트리에 물어보지 않아요.
explain-P06-long = `Never`는 모든 노드에 이미지를 미리 넣어 두었을 때 쓰는 값이에요. 도커로 빌드한 이미지는 노드에 없어요. 레지스트리를 거치거나, minikube라면 `minikube image load 이름:태그` 명령으로 넣어야 해요. `IfNotPresent`로 바꾸면 노드는 가지고 있는 이미지를 쓰고, 없을 때만 내려받아요. `kubectl get pods`에는 `ErrImageNeverPull`로 보여요. 이미 만든 파드에서는 이 값을 바꿀 수 없고, 디플로이먼트에서는 바꿀 수 있어요.

explain-P07-title = 로컬 이미지를 레지스트리에서 찾고 있어요
explain-P07-headline = `{ $image }` 이미지가 레지스트리에 없어요. 직접 빌드한 로컬 이미지로 보여요.
explain-P07-because = 태그가 없거나 `latest` 태그면 `imagePullPolicy`의 기본값이 `Always`라서, 노드에 이미지가 있어도 늘 레지스트리에 물어봐요.
explain-P07-long = 컴퓨터에서 빌드한 이미지는 레지스트리에 없어요. 노드 안에 넣고(`minikube image load app:v1`), 레지스트리에 묻지 않게 해야 해요. `latest`가 아닌 태그를 붙이면 `imagePullPolicy`의 기본값이 `IfNotPresent`라서 노드에 있는 이미지를 써요. 늘 레지스트리에 묻는 이름: `image: app`. 노드의 이미지를 쓰는 이름: `image: app:v1`. `kubectl get pod 이름 -o yaml` 출력에서 `imagePullPolicy` 값을 볼 수 있어요.

explain-P08-title = 컨테이너 안에 그런 프로그램이 없어요
explain-P08-headline = `{ $container }` 컨테이너 안에 `{ $program }` 프로그램이 없어요.
explain-P08-headline-denied = `{ $container }` 컨테이너에서 `{ $program }` 파일을 실행할 수 없어요.
explain-P08-headline-image = `{ $container }` 컨테이너의 이미지가 시작하려는 `{ $program }` 파일이 없어요.
explain-P08-headline-typo = `{ $container }` 컨테이너에 `{ $program }` 프로그램이 없어요. `{ $nearest }` 명령의 오타로 보여요.
explain-P08-because = 컨테이너는 이미지 안에 있는 프로그램만 실행할 수 있어서, 시작하지도 못하고 멈췄어요.
explain-P08-because-denied = 파일은 있지만 실행 권한이 없거나 프로그램이 아니라서, 컨테이너가 시작하지도 못했어요.
explain-P08-because-image = 파드에는 명령이 적혀 있지 않아서 이미지가 정한 명령을 실행하는데, 그 파일이 이미지 안에 없어요.
explain-P08-long = `command`는 이미지의 ENTRYPOINT를, `args`는 CMD를 대신해요. `kubectl run 이름 --image=이미지 -- 명령`에서 `--` 뒤의 말은 `args`가 되고, `--command`를 붙이면 `command`가 돼요. 첫 단어가 이미지 안에 있는 프로그램이어야 하고, 없으면 `RunContainerError`나 `StartError`(종료 코드 128)로 끝나요. `kubectl describe pod 이름` 출력에 `executable file not found`가 보여요. 없는 프로그램: `-- slepp 3600`. 있는 프로그램: `-- sleep 3600`.

explain-P09-title = 명령과 인자를 한 문자열로 적었어요
explain-P09-headline = `{ $program }` 전체를 프로그램 이름 하나로 찾았어요. 명령과 인자를 나눠 적어요.
explain-P09-because = 목록의 첫 항목이 프로그램이고 나머지가 인자예요. 나눠 적으면 `{ $list }` 모양이 돼요.
explain-P09-long = `command`와 `args`는 단어의 목록이고, 셸이 없어서 공백으로 나눠 주지 않아요. 그래서 따옴표로 묶은 한 줄은 공백까지 포함한 파일 이름이 돼요. 한 문자열: `command: ["sleep 3600"]`. 나눈 목록: `command: ["sleep", "3600"]`. 명령줄에서는 `-- 'sleep 3600'` 대신 `-- sleep 3600`처럼 따옴표 없이 적어요. `&&`나 `|` 같은 셸 문법이 필요하면 `["sh", "-c", "…"]` 모양으로 셸을 직접 실행해요.

explain-P10-title = 프로그램이 오류로 끝나요
explain-P10-headline = `{ $container }` 컨테이너의 프로그램이 오류로 끝났어요 (종료 코드 { $exit }).
explain-P10-because = 0이 아닌 종료 코드는 프로그램이 스스로 알린 오류예요. 쿠버네티스는 이유를 모르고, 이유는 프로그램의 로그에 있어요.
explain-P10-because-error = 종료 코드 1은 프로그램이 스스로 알린 오류예요. 쿠버네티스는 이유를 모르고, 이유는 프로그램의 로그에 있어요.
explain-P10-because-killed = 종료 코드 137은 128 + 9, SIGKILL 신호로 강제 종료됐다는 뜻이에요. 메모리 부족(OOMKilled)으로 기록되지는 않았어요.
explain-P10-because-not-executable = 종료 코드 126은 셸이 파일을 찾았지만 실행할 수 없었다는 뜻이에요.
explain-P10-because-not-found = 종료 코드 127은 셸이 그런 명령을 찾지 못했다는 뜻이에요. 명령의 철자와 이미지에 들어 있는 프로그램을 살펴보세요.
explain-P10-because-segfault = 종료 코드 139는 128 + 11, 프로그램이 메모리를 잘못 건드려 죽었다는 뜻이에요. 다른 CPU용 이미지에서도 볼 수 있어요.
explain-P10-because-terminated = 종료 코드 143은 128 + 15, SIGTERM 신호를 받고 끝났다는 뜻이에요.
explain-P10-because-usage = 종료 코드 2는 대개 명령을 잘못 썼다는 뜻이에요. 옵션이나 셸 문법을 살펴보세요.
explain-P10-long = 컨테이너의 프로그램이 끝나면 쿠버네티스가 다시 시작하고, 자꾸 끝나면 10초부터 5분까지 점점 더 기다려요. 이것이 `CrashLoopBackOff`예요. 프로그램이 남긴 말은 `kubectl logs 이름 --previous` 명령으로, 종료 코드는 `kubectl describe pod 이름` 출력의 Last State에서 봐요. 1은 프로그램의 오류, 2는 잘못 쓴 명령, 126은 실행할 수 없는 파일, 127은 없는 명령, 137은 SIGKILL, 139는 잘못된 메모리 접근, 143은 SIGTERM이에요. 오류로 끝나는 명령: `-- sleep one-hour`. 계속 실행되는 명령: `-- sleep 3600`.

explain-P11-title = 프로그램이 할 일을 마치고 끝나요
explain-P11-headline = `{ $container }` 컨테이너의 프로그램이 할 일을 마치고 정상 종료됐어요.
explain-P11-headline-never-done = `restartPolicy` 값이 `Always`라서, `{ $pod }` 파드는 끝나도 다시 시작돼요.
explain-P11-because = 디플로이먼트의 파드에는 계속 실행되는 프로그램이 필요해요. 그래서 끝날 때마다 다시 시작하고, 점점 더 오래 기다려요.
explain-P11-because-never-done = 파드가 `Succeeded` 상태로 끝나려면 `restartPolicy` 값이 `Never`나 `OnFailure`여야 해요. 이 값은 파드를 만들 때만 정할 수 있어요.
explain-P11-because-pod = 이 파드의 `restartPolicy` 값은 `Always`라서, 정상으로 끝나도 다시 시작해요. 그래서 끝나고 시작하기를 되풀이해요.
explain-P11-long = 컨테이너는 그 안의 프로그램만큼만 살아요. `busybox`나 `ubuntu` 같은 이미지는 따로 시킨 일이 없으면 바로 끝나요. 종료 코드는 0(`Completed`)인데도 자꾸 다시 시작하니 `CrashLoopBackOff`로 보여요. 바로 끝나는 파드: `kubectl run tool --image=busybox`. 계속 실행되는 파드: `kubectl run tool --image=busybox -- sleep 3600`. 한 번 하고 끝나는 일이라면 `--restart=Never`를 붙이거나 잡(Job)을 쓰세요.

explain-P13-title = 메모리 제한이 너무 작아요
explain-P13-headline = `{ $container }` 컨테이너가 메모리 제한 `{ $limit }` 값을 넘어서 강제 종료됐어요.
explain-P13-headline-node = 노드의 메모리가 모자라서 `{ $container }` 컨테이너가 강제 종료됐어요.
explain-P13-headline-start = `{ $container }` 컨테이너는 시작하기에도 메모리 제한이 너무 작아요: `{ $limit }`
explain-P13-because = `resources.limits.memory`는 넘을 수 없는 선이에요. 넘는 순간 커널이 컨테이너를 끝내고, 종료 코드는 137이에요.
explain-P13-because-node = 이 컨테이너에는 제한이 없어요. 노드의 메모리가 바닥나면 커널이 컨테이너를 골라 끝내요.
explain-P13-because-start = 컨테이너를 만드는 일에도 메모리가 몇 MiB는 필요해서, 제한이 너무 작으면 프로그램이 시작되기 전에 멈춰요.
explain-P13-long = 메모리 제한을 넘은 컨테이너는 `OOMKilled`(종료 코드 137)로 끝나고 다시 시작돼요. `kubectl describe pod 이름` 출력의 Last State에서 볼 수 있어요. 제한이 몇 MiB도 안 되면 컨테이너를 만들지도 못해서 `ContainerCreating`에 머물러요. 단위도 확인하세요. `128m`은 0.128바이트이고 `128Mi`가 128MiB예요. 너무 작은 제한: `memory: 10Mi`. 넉넉한 제한: `memory: 128Mi`.

explain-P15-title = 활성 프로브가 멀쩡한 컨테이너를 재시작시켜요
explain-P15-headline = `{ $container }`의 포트는 { $declared }번인데, { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브는 { $port }번을 확인해요.
explain-P15-headline-silent = `{ $container }` 컨테이너의 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 { $port }번 포트를 확인하는데, 대답이 없어요.
explain-P15-headline-path = `{ $container }`의 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 `{ $path }` 경로에서 { $status } 상태를 받아요.
explain-P15-because = { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 실패하면 kubelet이 컨테이너를 끝내고 다시 시작해요. 프로브가 잘못돼 있으면 멀쩡한 프로그램도 계속 재시작돼요.
explain-P15-because-silent = { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 실패하면 kubelet이 컨테이너를 끝내고 다시 시작해요. 프로브가 다른 포트를 확인하거나, 프로그램이 그 포트를 열지 않은 거예요.
explain-P15-because-path = { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 실패하면 kubelet이 컨테이너를 끝내고 다시 시작해요. 200부터 399까지만 성공이에요. 프로그램에 그런 경로가 없어요.
explain-P15-long = `livenessProbe`가 있으면 kubelet이 컨테이너에 괜찮은지 계속 물어보고, 연달아 실패하면(`failureThreshold`번, 적지 않으면 3번) 컨테이너를 끝내고 다시 시작해요. `startupProbe`도 처음 성공할 때까지 똑같이 해요. 포트와 경로는 프로그램의 것과 같아야 해요. nginx라면 80번 포트와 `/` 경로예요. 프로브가 무엇을 만났는지는 `kubectl describe pod 이름` 명령의 Events에 있어요. `connection refused`는 그 포트를 듣는 프로그램이 없다는 뜻이고, `statuscode: 404`는 그런 경로가 없다는 뜻이에요. 프로브를 고칠 때까지 `kubectl get pods` 명령의 RESTARTS가 계속 늘어요.

explain-P16-title = 프로그램이 시작하기도 전에 활성 프로브가 포기해요
explain-P16-headline = `{ $container }` 컨테이너가 대답하기 전에 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 { $seconds }초 만에 포기해요.
explain-P16-because = 포트는 맞지만, kubelet이 확인할 때 프로그램이 아직 포트를 열지 않았어요. 다 켜지기 전에 끝내 버리니 언제까지나 제자리예요.
explain-P16-long = `livenessProbe`는 컨테이너가 시작하고 `initialDelaySeconds`초 뒤부터 `periodSeconds`초마다 확인하고, `failureThreshold`번 실패하면 포기해요. 켜지는 데 그보다 오래 걸리는 프로그램은 매번 도중에 끝나 버려요. 이럴 때는 `startupProbe`를 써요. 이 프로브가 한 번 성공할 때까지 다른 프로브는 기다려요. `periodSeconds: 5`와 `failureThreshold: 30`이면 150초를 줄 수 있어요. 프로그램이 포트를 아예 열지 않는 것일 수도 있어요. 어디까지 갔는지는 `kubectl logs 이름 --previous` 명령으로 볼 수 있어요.

explain-P17-title = 준비성 프로브가 아무도 듣지 않는 포트를 확인해요
explain-P17-headline = `{ $container }`의 포트는 { $declared }번인데, 준비성 프로브는 { $port }번을 확인해요.
explain-P17-headline-silent = `{ $container }` 컨테이너의 준비성 프로브가 { $port }번 포트를 확인하는데, 대답이 없어요.
explain-P17-because = 컨테이너는 실행 중이에요. 하지만 준비성 프로브가 성공해야 파드가 Ready 상태가 되고, 그 전까지는 서비스가 요청을 보내지 않아요.
explain-P17-because-silent = 컨테이너는 실행 중이에요. 하지만 준비성 프로브가 성공해야 파드가 Ready 상태가 돼요. 프로브가 다른 포트를 확인하거나, 프로그램이 아직 그 포트를 열지 않은 거예요.
explain-P17-long = `readinessProbe`가 있는 컨테이너는 그 프로브가 성공해야 준비된 것으로 쳐요. `httpGet`과 `tcpSocket`의 `port`는 컨테이너 안에서 프로그램이 듣는 포트예요. 서비스의 포트도, 노드의 포트도 아니에요. 그 포트를 듣는 프로그램이 없으면 `kubectl describe pod 이름` 명령의 Events에 `connection refused`가 나와요. 그렇다고 컨테이너를 재시작하지는 않아요. READY는 `0/1`, RESTARTS는 0에 머물러요.

explain-P18-title = 준비성 프로브가 없는 경로를 찾아요
explain-P18-headline = `{ $container }`의 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 `{ $path }` 경로에서 { $status } 상태를 받아요.
explain-P18-because = 200부터 399까지만 성공이에요. 프로그램은 대답하지만 그런 경로가 없어서, 파드가 Ready 상태가 되지 않아요.
explain-P18-long = `httpGet.path`는 컨테이너 안의 프로그램에 묻는 경로라서, 프로그램에 그 경로가 있어야 해요. 예제에는 `/healthz`가 흔하지만, nginx 같은 웹 서버에는 그런 페이지가 없어서 404를 돌려줘요. `/`는 있어요. 상태 코드는 `kubectl describe pod 이름` 명령의 Events에 나와요. 500 이상이면 대개 프로그램 스스로 아직 준비되지 않았다고 말하는 것이니 로그를 보세요.

explain-P19-title = 프로브와 포트의 프로토콜이 달라요
explain-P19-headline = `{ $container }` 컨테이너의 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브는 HTTP로 묻는데, 포트는 다른 프로토콜을 써요.
explain-P19-headline-https = `{ $container }` 컨테이너의 { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브는 HTTPS로 묻는데, 포트는 HTTP를 써요.
explain-P19-because = 연결은 되지만 서로 말이 통하지 않아서 프로브가 실패로 판정해요.
explain-P19-long = `httpGet`은 `scheme: HTTPS`라고 적지 않으면 HTTP로 물어요. TLS를 쓰는 포트에는 적어야 하고, 쓰지 않는 포트에는 적으면 안 돼요. 데이터베이스처럼 웹 서버가 아닌 것에는 연결만 해 보는 `tcpSocket`이나, 컨테이너 안에서 명령을 실행하는 `exec`를 써요.

explain-P20-title = 프로브가 실행할 프로그램이 이미지에 없어요
explain-P20-headline = { $probe ->
        [startup] 스타트업
        [liveness] 활성
       *[readiness] 준비성
    } 프로브가 실행하려는 `{ $program }` 프로그램이 `{ $image }` 이미지에 없어요.
explain-P20-because = `exec` 프로브는 컨테이너 안에서 실행돼요. 그래서 이미지에 들어 있는 프로그램만 쓸 수 있어요.
explain-P20-long = 작은 이미지에는 프로그램이 몇 개 없어요. `curl`이나 `wget`이 없는 경우가 많고, 셸조차 없기도 해요. `httpGet`이나 `tcpSocket` 프로브는 kubelet이 밖에서 확인하니 이미지에 아무것도 필요하지 않아요. 프로브를 실행조차 못 했을 때는 Events에 `failed`가 아니라 `errored`라고 나와요.

explain-P21-title = 파드가 들어갈 자리가 없어요
explain-P21-headline-elsewhere = `{ $pod }` 파드가 요청한 `{ $resource }: { $requested }` 자리를 다른 파드가 쓰고 있어 보여요.
explain-P21-headline-full = `{ $pod }` 파드가 요청한 `{ $resource }: { $requested }` 값은 지금 남은 `{ $available }` 값보다 커요.
explain-P21-headline-never = `{ $pod }` 파드가 요청한 `{ $resource }: { $requested }` 값은 가장 큰 노드의 `{ $available }` 값보다 커요.
explain-P21-headline-pods = 노드가 맡을 수 있는 파드 `{ $available }`개가 모두 차서 `{ $pod }` 파드가 기다려요.
explain-P21-because = 스케줄러는 `resources.requests`만큼 자리가 남은 노드에만 파드를 보내요. 이만큼 줄 수 있는 노드가 하나도 없어요.
explain-P21-because-elsewhere = 이 네임스페이스의 파드만 세면 자리가 남지만, 스케줄러는 모든 네임스페이스의 파드를 함께 세요.
explain-P21-because-full = 스케줄러는 다른 파드가 요청한 만큼을 노드에서 빼고 남은 자리를 봐요. 다른 파드가 없어지면 들어갈 수 있어요.
explain-P21-because-pods = 노드마다 실행할 수 있는 파드의 수가 정해져 있어요. 다른 파드가 없어지면 들어갈 수 있어요.
explain-P21-long = `requests`는 노드에 예약하는 자리이고, 실제 사용량과는 달라요. 노드가 줄 수 있는 양은 `kubectl describe node 이름` 출력의 Allocatable에, 이미 예약된 양은 Allocated resources에 있어요. 자리가 없으면 파드가 `Pending` 상태로 남고 `Insufficient cpu` 같은 이벤트가 보여요. 단위도 확인하세요. CPU에서 `100`은 CPU 100개이고 `100m`은 0.1개예요. 너무 큰 요청: `cpu: "100"`. 알맞은 요청: `cpu: 100m`.

explain-P22-title = CPU를 천분의 일이 아니라 통째로 요청했어요
explain-P22-headline = `{ $pod }` 파드가 CPU { $asked }개를 통째로 요청했어요. 가장 큰 노드: CPU { $available }개
explain-P22-because = 단위 없이 적은 `cpu` 값은 CPU를 통째로 세요. CPU 하나의 천분의 일은 `m`을 붙여 적어요: `{ $meant }`
explain-P22-long = CPU는 개수로 세고, 하나보다 작은 양은 천분의 일로 적어요. `100m`은 0.1개, `500m`은 반 개, `1`은 `1000m`과 같아요. `cpu: 100`은 CPU 100개를 달라는 말이라 줄 수 있는 노드가 없고, 파드는 `Insufficient cpu` 이벤트와 함께 `Pending` 상태로 남아요. 너무 큰 요청: `cpu: "100"`. 아마도 하려던 요청: `cpu: 100m`. 메모리는 반대예요. 단위 없는 수는 바이트라서, `128m`은 거의 없는 것과 같아요.

explain-P23-title = 그런 레이블이 붙은 노드가 없어요
explain-P23-headline-affinity = `{ $pod }` 파드가 `{ $key }` 레이블에 건 조건에 맞는 노드가 없어요.
explain-P23-headline-differs = `{ $pod }` 파드는 `{ $label }` 노드를 찾지만, `{ $node }` 노드에는 `{ $found }` 값이 있어요.
explain-P23-headline-missing = `{ $label }` 레이블이 붙은 노드가 없어서 `{ $pod }` 파드가 기다려요.
explain-P23-headline-near = `{ $pod }` 파드가 찾는 `{ $key }` 레이블은 없고, `{ $node }` 노드에 `{ $found }` 레이블이 있어요.
explain-P23-because = 스케줄러는 `nodeSelector`와 필수 노드 어피니티에 적힌 레이블이 모두 있는 노드에만 파드를 보내요.
explain-P23-long = `nodeSelector`에는 노드가 꼭 가져야 할 레이블을 적어요. 키와 값이 글자까지 같아야 하고, 여럿이면 모두 맞아야 해요. 맞는 노드가 없으면 파드가 `Pending` 상태로 남아요. `kubectl get nodes --show-labels` 명령으로 노드의 레이블을 볼 수 있어요. 노드에 레이블을 붙이거나(`kubectl label node 이름 disktype=ssd`), 파드의 `nodeSelector`를 고치면 돼요. 파드에 같은 레이블을 붙이는 것은 소용이 없어요.

explain-P24-title = 파드가 없는 노드를 골랐어요
explain-P24-headline = `{ $name }` 파드를 실행할 노드로 적은 이름이 없는 노드예요: `{ $node }`
explain-P24-headline-removed = `{ $pod }` 파드는 없는 노드 `{ $node }` 몫이라서 치워진 것으로 보여요.
explain-P24-because = `nodeName`을 적으면 스케줄러를 거치지 않아요. 파드를 맡을 노드가 없는데도 이벤트조차 남지 않아요.
explain-P24-because-removed = 없는 노드에 묶인 파드는 1분쯤 뒤에 이벤트도 없이 치워져요.
explain-P24-long = `spec.nodeName`은 보통 스케줄러가 채워요. 매니페스트에 직접 적으면 스케줄러는 그 파드를 건드리지 않고, 그 이름의 노드만 파드를 시작할 수 있어요. 그런 노드가 없으면 파드는 이벤트 하나 없이 `Pending` 상태로 있다가 1분쯤 뒤에 사라져요. 맞지 않는 경우: `kubectl get nodes` 출력에는 `minikube`만 있는데 `nodeName: node01`. 더 나은 방법: `nodeName`은 빼고, 어떤 노드여야 하는지를 `nodeSelector`로 적기.

explain-P25-title = 노드의 테인트를 허용하지 않아요
explain-P25-headline = `{ $node }` 노드의 `{ $taint }` 테인트를 `{ $pod }` 파드가 허용하지 않아요.
explain-P25-headline-almost = `{ $pod }` 파드의 톨러레이션 `{ $toleration }`: `{ $node }` 노드의 `{ $taint }` 테인트와 달라요.
explain-P25-because = 테인트는 톨러레이션이 있는 파드만 받겠다는 노드의 표시예요. 다른 노드가 없어서 파드가 `Pending` 상태로 남아요.
explain-P25-because-almost = 톨러레이션은 테인트의 키, 값, 효과와 모두 맞아야 해요. 한 곳만 달라도 허용하지 않는 것과 같아요.
explain-P25-because-several = 테인트는 톨러레이션이 있는 파드만 받겠다는 노드의 표시예요. 이 파드를 받을 다른 노드도 없어요.
explain-P25-long = 테인트는 노드에, 톨러레이션은 파드에 적어요. 노드에 테인트가 있으면 그에 맞는 톨러레이션을 가진 파드만 갈 수 있어요. `kubectl describe node 이름` 출력의 Taints에서 볼 수 있고, `kubectl taint node 이름 키-` 명령으로 지울 수 있어요. 파드가 그 노드에 가야 한다면 `spec.tolerations`에 키, 값, 효과를 똑같이 적어 주세요. 톨러레이션은 갈 수 있게만 할 뿐, 그 노드로 보내 주지는 않아요.

explain-P26-title = 초기화 컨테이너가 오류로 끝나요
explain-P26-headline = `{ $container }` 초기화 컨테이너가 오류로 끝났어요 (종료 코드 { $exit }).
explain-P26-because = 초기화 컨테이너가 모두 종료 코드 0으로 끝나야 `{ $main }` 컨테이너가 시작돼요. 오류로 끝난 이유는 그 컨테이너의 로그에 있어요.
explain-P26-long = 초기화 컨테이너는 파드에 필요한 것을 준비해요. 데이터베이스를 기다리거나, 파일을 받아 오거나, 권한을 바꿔요. 모두 종료 코드 0으로 끝나야 파드의 본 컨테이너가 시작돼요. `kubectl get pods` 출력에는 `Init:Error`나 `Init:CrashLoopBackOff`가, 다른 컨테이너에는 `PodInitializing`이 나와요. 로그는 컨테이너 이름을 붙여서 봐요: `kubectl logs 파드 -c 초기화컨테이너`. 오류로 끝나는 경우: 그런 파일이 없는데 `command: [sh, -c, "cat /config/start"]`. 다음으로 넘어가는 경우: 종료 코드 0으로 끝나는 명령.

explain-P27-title = 초기화 컨테이너가 끝나지 않아요
explain-P27-headline = `{ $container }` 초기화 컨테이너가 아직 실행 중이라 `{ $main }` 컨테이너가 기다려요.
explain-P27-headline-near = `{ $container }` 초기화 컨테이너가 기다리는 `{ $service }` 서비스는 없고, `{ $nearest }` 서비스가 있어요.
explain-P27-headline-service = `{ $container }` 초기화 컨테이너가 아직 없는 `{ $service }` 서비스를 기다려요.
explain-P27-because = 파드의 본 컨테이너는 초기화 컨테이너가 모두 끝나야 시작돼요. 하나라도 실행 중이면 파드 상태가 `Init`으로 보여요.
explain-P27-because-near = 이 컨테이너의 명령은 그 이름을 되풀이해서 찾고, 답을 얻어야 끝나요.
explain-P27-because-service = 이 컨테이너의 명령은 그 이름을 되풀이해서 찾고, 답을 얻어야 끝나요.
explain-P27-long = 초기화 컨테이너는 다른 무언가가 준비될 때까지 기다리는 데 자주 써요: `until nslookup db; do sleep 2; done`. 본 컨테이너는 그것이 끝난 뒤에야 시작되니, 파드는 그동안 `Init:0/1`에 머물러요. 오류로 치지도 않아요. 무엇을 기다리는지는 그 컨테이너의 명령과 `kubectl logs 파드 -c 초기화컨테이너` 출력에서 볼 수 있어요. 끝없이 기다리는 경우: `db` 서비스가 없는데 `nslookup db`. 다음으로 넘어가는 경우: `kubectl expose deployment db --port=5432` 명령으로 서비스를 만든 뒤.

explain-P28-title = 이미 있는 파드는 이렇게 바꿀 수 없어요
explain-P28-headline = `{ $name }` 파드는 이미 만들어져 있어서 이 부분은 바꿀 수 없어요.
explain-P28-because = 이미 있는 파드에서는 이미지 말고는 거의 아무것도 바꿀 수 없어요. 다른 것을 바꾸려면 파드를 새로 만들어야 해요.
explain-P28-because-owned = 이미 있는 파드에서는 이미지 말고는 거의 아무것도 바꿀 수 없어요. 이 파드는 `{ $owner }`의 템플릿으로 만들어졌으니, 거기를 바꾸면 파드가 새로 만들어져요.
explain-P28-long = 환경 변수, 명령, 포트, 볼륨, 리소스는 파드를 만들 때 정해져요. 나중에 바꿀 수 있는 것은 컨테이너의 이미지 정도예요. `kubectl replace --force -f web.yaml` 명령은 파드를 지우고 파일대로 새로 만들어요. 디플로이먼트는 그 일을 스스로 해요. 템플릿이 바뀌면 파드를 하나씩 새것으로 바꿔요. 파드를 직접 만드는 일이 드문 까닭 가운데 하나예요.

explain-P30-title = 이미 있는 이름이에요
explain-P30-headline = `{ $name }` { $subject } 이미 있어서 새로 만들지 못했어요.
explain-P30-headline-before = 실습을 시작하기 전부터 `{ $name }` { $subject } 있어서 새로 만들지 못했어요.
explain-P30-headline-file = `{ $name }` { $subject } 이미 있어서 `{ $file }` 파일로 새로 만들지 못했어요.
explain-P30-headline-going = `{ $name }` { $subject } 아직 삭제되는 중이라서 같은 이름을 쓸 수 없어요.
explain-P30-headline-image = `{ $image }` 이미지의 `{ $name }` { $subject } 이미 있어서 새로 만들지 못했어요.
explain-P30-because = 한 네임스페이스 안에서 종류가 같으면 이름이 겹칠 수 없어요. 이전 것을 먼저 지우거나, 그것을 바꾸세요.
explain-P30-because-going = 파드 안의 프로그램은 30초까지 마무리할 시간을 받아요. 완전히 사라진 다음에 같은 명령을 다시 실행하면 돼요.
explain-P30-because-cluster = 이런 오브젝트의 이름은 클러스터 전체에서 하나예요. 찾던 것이 바로 이것이라면 더 만들지 않아도 돼요.
explain-P30-because-file = `kubectl create`는 없는 것을 만들기만 해요. `kubectl apply`는 이미 있는 것도 파일의 내용대로 바꿔요.
explain-P30-long = API 서버는 `AlreadyExists`(409)로 답하고 이전 오브젝트를 그대로 둬요. `kubectl get pod web` 명령으로 볼 수 있고, 언제부터 있었는지는 `AGE` 열에 나와요. `kubectl delete pod web` 명령으로 지우면 이름을 다시 쓸 수 있고, 디플로이먼트라면 `kubectl set image`나 `kubectl scale` 명령으로 그 자리에서 바꿀 수도 있어요. 파일이라면 `kubectl apply -f web.yaml` 명령이 없는 것은 만들고 다른 것은 바꿔 줘요.

explain-P32-title = 지운 파드가 다시 생겼어요
explain-P32-headline = `{ $name }` { $subject } 파드 개수를 맞추려고 `{ $pod }` 파드를 새로 만들었어요.
explain-P32-because = 파드는 { $noun }의 것이라서, 파드만 지우면 정해진 개수를 맞추려고 다시 만들어요.
explain-P32-long = 디플로이먼트와 레플리카셋은 파드가 늘 정해진 개수만큼 있게 해요. 파드를 지우면 모자란 만큼 바로 새로 만들고, 새 파드는 이름 끝이 달라요. 레플리카셋을 지워도 디플로이먼트가 다시 만들어요. 그래서 개수는 위에서 바꿔야 해요. 다시 생기는 방법: `kubectl delete pod web-…`. 줄이는 방법: `kubectl scale deployment/web --replicas=0`. 없애는 방법: `kubectl delete deployment web`.

explain-P33-title = 지운 파드가 사라지지 않아요
explain-P33-headline = 지운 `{ $pod }` 파드를 파이널라이저가 붙잡고 있어요: `{ $finalizers }`
explain-P33-because = 파이널라이저가 있는 오브젝트는 그것을 붙인 쪽이 하나하나 떼어 내야 사라져요.
explain-P33-long = 파이널라이저(finalizer)는 오브젝트에 붙여 둔 쪽지예요. 사라지기 전에 누군가 할 일이 있다는 뜻이에요. 지운 오브젝트는 마지막 쪽지를 뗄 때까지 `Terminating` 상태로 남아요. 그 일을 하는 중이라면 문제가 아니지만, 할 쪽이 없으면 끝없이 남아요. `kubectl get pod 이름 -o yaml` 출력의 `metadata.finalizers`에서 볼 수 있어요. 그대로 남는 경우: `kubectl delete pod 이름 --force`. 사라지는 경우: 그 일이 필요 없다고 확인한 뒤 `kubectl patch pod 이름 -p '{"{"}"metadata":{"{"}"finalizers":null{"}"}{"}"}'`.

explain-P34-title = 컨테이너의 요청량이 제한보다 커요
explain-P34-headline = `{ $name }`에 적힌 { $resource } 요청량이 제한보다 커요: `{ $request }`
explain-P34-because = 요청량은 컨테이너 몫으로 비워 두는 양이고, 제한은 컨테이너가 쓸 수 있는 가장 큰 양이에요. 그래서 요청량이 제한보다 클 수는 없어요.
explain-P34-long = `resources.requests`는 스케줄러가 노드에서 찾는 빈자리이고, `resources.limits`는 컨테이너가 넘을 수 없는 양이에요. 요청량이 `256Mi`인데 제한이 `128Mi`이면 서로 맞지 않아서 API 서버가 받아 주지 않아요. 둘을 바꿔 적었거나 단위를 빠뜨린 경우가 많아요. CPU `500m`은 코어 반 개이고, `1`은 그 두 배예요.

explain-P35-title = 서비스어카운트가 없어요
explain-P35-headline = 이 네임스페이스에 `{ $account }` 서비스어카운트가 없어요.
explain-P35-headline-near = `{ $account }` 서비스어카운트는 없고, `{ $nearest }` 서비스어카운트는 있어요.
explain-P35-headline-past = 없던 `{ $account }` 서비스어카운트가 지금은 있어요.
explain-P35-because = 파드는 같은 네임스페이스의 서비스어카운트로 실행돼요. 그 계정이 없으면 API 서버가 파드를 받아 주지 않아요.
explain-P35-because-past = 거절된 파드는 저절로 다시 만들어 보지만, 시도하는 간격이 점점 길어져요. 새로 요청하면 기다리지 않아도 돼요.
explain-P35-long = 파드 `spec`의 `serviceAccountName`은 파드 안의 프로그램이 API 서버와 이야기할 때 쓰는 계정이에요. 적지 않으면 `default` 계정을 써요. 계정은 파드보다 먼저, 같은 네임스페이스에 있어야 해요. 없으면 디플로이먼트가 파드 하나 없이 `0/1`에 머물고, 이유는 `kubectl describe replicaset 이름` 출력의 `FailedCreate`에만 나와요. 아직 모자란 상태: `serviceAccountName: gardener`만 적은 경우. 알맞은 순서: `kubectl create serviceaccount gardener` 먼저. 레플리카셋은 점점 긴 간격으로 다시 시도해요.

explain-S01-title = 서비스의 셀렉터에 맞는 파드가 없어요
explain-S01-headline = `{ $name }` 서비스는 `{ $selector }` 레이블을 찾는데, 파드에는 `{ $labels }` 레이블이 있어요.
explain-S01-headline-none = `{ $name }` 서비스가 찾는 `{ $selector }` 레이블이 어느 파드에도 없어요.
explain-S01-because = 서비스는 셀렉터의 레이블이 모두 있는 파드에만 요청을 보내요. 그런 파드가 없으니 응답할 곳도 없어요.
explain-S01-long = 서비스의 셀렉터는 레이블 묶음이고, 그 레이블이 모두 붙은 파드가 엔드포인트가 돼요. 하나도 없어도 아무 경고가 없어요. 서비스도 있고 주소도 있는데 연결이 모두 거절돼요. `kubectl describe service web` 명령에서 `Selector`와 비어 있는 `Endpoints`를, `kubectl get pods --show-labels` 명령에서 파드에 실제로 붙은 레이블을 볼 수 있어요. `kubectl create service clusterip front` 명령은 파드와 상관없이 `app=front`를 찾고, `kubectl expose deployment web` 명령은 그 디플로이먼트의 레이블을 그대로 가져와요. 바꾸려면: `kubectl set selector service front app=web`.

explain-S02-title = 서비스가 찾은 파드가 모두 준비되지 않았어요
explain-S02-headline = `{ $name }` 서비스는 파드를 찾았지만, Ready 상태인 파드가 하나도 없어요.
explain-S02-because = 서비스는 Ready 상태인 파드에만 요청을 보내요. 셀렉터는 맞아요. 모자란 것은 응답할 준비가 된 파드예요.
explain-S02-long = 컨테이너가 실행 중이고, 준비성 프로브가 있다면 그것까지 성공해야 파드가 Ready 상태가 돼요. 그 전까지는 파드의 주소가 서비스에서 빠져 있어서, 아직 응답하지 못하는 프로그램으로 요청이 가지 않아요. `kubectl get pods` 명령의 READY 열에 `0/1`처럼 나오고, 이유는 `kubectl describe pod 이름` 명령의 Events에 있어요. 서비스는 고칠 것이 없어요.

explain-S03-title = 서비스가 아무도 기다리지 않는 포트로 보내요
explain-S03-headline = `{ $name }` 서비스는 { $target }번 포트로 보내지만, 컨테이너는 { $right }번에서 기다려요.
explain-S03-headline-unknown = `{ $name }` 서비스가 보내는 { $target }번 포트에서 기다리는 컨테이너가 없어요.
explain-S03-because = `targetPort`는 컨테이너의 프로그램이 열어 둔 포트여야 해요. 적지 않으면 `port`와 같은 번호가 돼요.
explain-S03-long = 서비스에는 번호가 둘 있어요. `port`는 서비스를 부르는 쪽이 쓰는 번호이고, `targetPort`는 요청을 넘겨줄 파드의 포트예요. 쿠버네티스는 그 포트에서 기다리는 프로그램이 있는지 확인하지 않아서, `targetPort`가 틀려도 엔드포인트는 생기고 연결만 거절돼요. `kubectl describe service web` 명령에서 `Port`, `TargetPort`, `Endpoints`를 볼 수 있어요. nginx와 httpd는 80번에서 기다려요. nginx에 맞지 않는 예: `kubectl expose deployment web --port=80 --target-port=8080`. 맞는 예: `--port=80`, 또는 `--port=8080 --target-port=80`.

explain-S04-title = 서비스의 포트 번호가 달라요
explain-S04-headline = `{ $name }` 서비스의 포트는 { $port }번인데, 여기서 필요한 것은 { $wanted }번이에요.
explain-S04-headline-client = `{ $service }` 서비스를 { $port }번 포트로 불렀지만, 서비스의 포트는 { $wanted }번이에요.
explain-S04-headline-container = `{ $name }` 서비스의 `port`에 { $wanted }번 대신 컨테이너의 { $port }번이 적혀 있어요.
explain-S04-headline-swapped = `{ $name }` 서비스의 `port`와 `targetPort`가 서로 바뀌었어요.
explain-S04-because = `port`는 부르는 쪽이 쓰는 번호이고, `targetPort`는 컨테이너가 기다리는 번호예요. 서비스는 자기 `port`에서만 응답해요.
explain-S04-long = 부르는 쪽에서는 `port`만 보여요. `http://web`은 80번, `http://web:8080`은 8080번을 부른다는 뜻이에요. 그 뒤에서 컨테이너가 몇 번을 쓰는지는 몰라도 되고, 이어 주는 일은 `targetPort`가 해요. `kubectl get services` 명령의 PORT(S) 열에 `port`가 나오고, `kubectl describe service web` 명령에는 둘 다 나와요. 서비스에 없는 포트로 부르면 대개 시간이 다 될 때까지 응답이 오지 않아요. 바로 거절하는 클러스터도 있어요. 8080번에서 기다리는 컨테이너를 80번으로 열려면: `kubectl expose deployment echo --port=80 --target-port=8080`.

explain-S05-title = 그런 이름의 컨테이너 포트가 없어요
explain-S05-headline = `{ $name }` 서비스가 보내려는 `{ $port }` 포트가 컨테이너에 없어요.
explain-S05-headline-others = `{ $name }` 서비스는 `{ $port }` 포트로 찾는데, 컨테이너에는 `{ $names }` 포트가 있어요.
explain-S05-because = `targetPort`에 이름을 적으면, 컨테이너의 `ports`에 똑같은 `name`으로 적힌 포트를 찾아요. 없으면 엔드포인트도 없어요.
explain-S05-long = `targetPort`에는 번호나 이름을 적을 수 있어요. 이름은 파드마다 `containers[].ports[].name`에서 찾아요. 프로토콜을 뜻하는 말이 아니라서 `http`라고만 적어서는 아무 뜻이 없어요. 그 이름이 없으면 레이블이 맞고 Ready 상태여도 파드가 아무 말 없이 빠져요. 포트와 그 이름은 `kubectl get pods -o yaml` 명령으로 볼 수 있어요. 컨테이너의 포트에 그 이름을 붙이거나, 번호를 쓰면 돼요: `kubectl expose deployment web --port=80 --target-port=80`.

explain-S06-title = 서비스의 타입이 달라요
explain-S06-headline = `{ $name }` 서비스는 `{ $type }` 타입인데, 여기서 필요한 것은 `{ $wanted }` 타입이에요.
explain-S06-headline-inside = `{ $name }` 서비스는 `{ $type }` 타입이라 클러스터 안에서만 부를 수 있어요.
explain-S06-headline-outside = `{ $name }` 서비스가 `{ $type }` 타입이라 클러스터 밖으로 열려 있어요.
explain-S06-headline-spelling = 서비스에 `{ $type }` 타입은 없어요.
explain-S06-because = 서비스를 어디에서 부를 수 있는지는 타입이 정해요. `NodePort`는 노드에 포트를 더하고, `LoadBalancer`는 거기에 서비스만의 주소까지 더해요.
explain-S06-because-spelling = 타입의 이름은 대문자까지 정해져 있어요: `ClusterIP`, `NodePort`, `LoadBalancer`.
explain-S06-long = 기본값인 `ClusterIP`는 클러스터 안에서만 쓰는 주소예요. `NodePort`는 여기에 더해 모든 노드에 30000~32767번 사이의 포트 하나를 열어요. `LoadBalancer`는 둘을 모두 갖추고, 밖에서 부를 주소를 클라우드에 요청해요. `kubectl get services` 명령의 TYPE 열에 나와요. 언제든 바꿀 수 있고, 클러스터 안의 주소는 그대로 남아요: `kubectl patch service web -p '{"{"}"spec":{"{"}"type":"NodePort"{"}"}{"}"}'`. 틀린 예: `--type=nodeport`. 맞는 예: `--type=NodePort`.

explain-S07-title = 노드 포트로 쓸 수 없는 번호예요
explain-S07-headline = { $port }번은 노드 포트로 쓸 수 없어요. 쓸 수 있는 것은 { $range } 범위예요.
explain-S07-because = 노드 포트는 모든 노드에서 열려요. 다른 프로그램과 부딪히지 않게 따로 떼어 둔 범위 안에서만 고를 수 있어요.
explain-S07-long = `nodePort`는 노드의 포트예요. 서비스의 포트(`port`)도, 컨테이너의 포트(`targetPort`)도 아니에요. 30000-32767이라는 범위는 클러스터 전체에 정해져 있어요. 보통은 번호를 적지 않아요. 적지 않으면 빈 번호가 정해지고, `kubectl get services` 명령의 PORT(S) 열에 `80:31234/TCP`처럼 콜론 뒤에 나와요.

explain-S08-title = 노드 포트를 이미 다른 서비스가 쓰고 있어요
explain-S08-headline = 노드 포트 { $port }번은 이미 `{ $other }` 서비스가 쓰고 있어요.
explain-S08-headline-elsewhere = 노드 포트 { $port }번은 이미 클러스터의 다른 서비스가 쓰고 있어요.
explain-S08-because = 노드 포트 하나는 모든 노드에서 서비스 하나를 위해 열려요. 그래서 클러스터 전체에서 한 서비스만 쓸 수 있어요.
explain-S08-long = 노드 포트는 네임스페이스와 상관없이 클러스터 전체에서 나눠 써요. 누가 몇 번을 쓰는지는 `kubectl get services --all-namespaces` 명령에 나와요. `nodePort`를 적지 않으면 빈 번호가 정해져요. 아니면 다른 번호를 고르거나, 그 번호를 쓰는 서비스를 지우세요.

explain-S09-title = 노드 포트에는 NodePort 타입이 필요해요
explain-S09-headline = `{ $name }` 서비스에 `nodePort`가 적혀 있는데, 타입은 `ClusterIP`예요.
explain-S09-because = `ClusterIP` 타입은 노드에 아무것도 열지 않으니 노드의 포트를 정할 수 없어요. `type`을 적지 않으면 `ClusterIP`가 돼요.
explain-S09-long = `nodePort`는 `type: NodePort`나 `type: LoadBalancer`와 함께 써요. 매니페스트에서 타입은 `spec` 아래, `ports` 옆에 적어요. `kubectl apply` 명령으로 다시 `ClusterIP`로 돌릴 때는 `nodePort` 줄도 함께 지워야 해요.

explain-S10-title = 로드 밸런서의 주소를 줄 곳이 없어요
explain-S10-headline = `{ $name }` 서비스가 밖에서 부를 주소를 기다리는데, 여기에는 주소를 줄 곳이 없어요.
explain-S10-because = 쿠버네티스 안에는 로드 밸런서가 없어요. `LoadBalancer` 타입에는 클라우드나 애드온이 응답하고, 그런 것이 없으면 EXTERNAL-IP 열이 `<pending>`에 머물러요.
explain-S10-long = 클라우드에서는 `LoadBalancer` 타입의 서비스를 만들면 클러스터 밖에 로드 밸런서가 생기고, 그 주소가 EXTERNAL-IP 열에 나와요. minikube에서는 다른 터미널에서 `minikube tunnel` 명령을 실행해 두는 동안 그 일을 대신해 줘요. `<pending>`은 오류가 아니에요. 클러스터 안에서도, 노드 포트로도 서비스를 부를 수 있어요. 터널 없이 열려면 `minikube service 이름`을, 어느 클러스터에서나 쓰려면 `kubectl port-forward service/이름 8080:80`을 쓰세요.

explain-S11-title = 서비스에 셀렉터가 없어요
explain-S11-headline = `{ $name }` 서비스에 셀렉터가 없어서 파드를 찾지 못해요.
explain-S11-because = 서비스와 파드를 이어 주는 것은 셀렉터뿐이에요. 셀렉터가 없으면 쿠버네티스가 엔드포인트를 채워 주지 않아요.
explain-S11-long = 셀렉터가 없는 서비스는 클러스터 밖에 있는 대상의 주소를 사람이 직접 적어 줄 때 써요. `kubectl describe service web` 명령에는 `Selector: <none>`으로 나와요. 파드를 찾게 하려면: `kubectl set selector service web app=web`.

explain-S12-title = 레이블이 파드가 아니라 디플로이먼트에 있어요
explain-S12-headline = `{ $label }` 레이블은 파드가 아니라 `{ $deployment }` 디플로이먼트에 붙어 있어요.
explain-S12-because = 서비스는 디플로이먼트가 아니라 파드를 골라요. 파드의 레이블은 `spec.template.metadata.labels`에서 와요.
explain-S12-long = 디플로이먼트에는 레이블을 적는 곳이 둘 있어요. 맨 위의 `metadata.labels`는 디플로이먼트 자신의 것이고, `kubectl label deployment web …` 명령이 바꾸는 것도 이쪽이에요. `spec.template.metadata.labels`는 파드에 붙는 것이고, 서비스는 이쪽만 봐요. `kubectl get deployments,pods --show-labels` 명령으로 둘을 함께 볼 수 있어요. 파드에 있는 레이블을 서비스가 찾게 하거나(`kubectl set selector service front app=web`), 템플릿에 레이블을 더하세요.

explain-S13-title = 서비스가 다른 파드까지 골라요
explain-S13-headline = `{ $name }` 서비스가 `{ $other }` 쪽 파드에도 요청을 보내고 있어요.
explain-S13-because = 누가 만들었든 셀렉터의 레이블이 모두 붙어 있으면 골라요. `{ $selector }` 레이블은 이 파드에도 있어요.
explain-S13-long = 서비스는 디플로이먼트를 몰라요. 셀렉터의 레이블이 모두 붙은 파드는 전부 엔드포인트가 돼요. 두 디플로이먼트의 파드에 같은 레이블이 있으면 요청이 양쪽으로 나뉘어요. 새 버전에 요청을 조금만 보내고 싶을 때는 일부러 그렇게 하기도 해요. 그런 것이 아니라면, 원하는 파드에만 있는 레이블을 셀렉터에 더하세요: `kubectl set selector service web app=shop,track=stable`. 어떤 파드가 골라지는지는 `kubectl get pods -l app=shop --show-labels` 명령으로 볼 수 있어요.

explain-S14-title = 서비스와 컨테이너의 프로토콜이 달라요
explain-S14-headline = `{ $name }` 서비스의 포트는 { $ours }, 컨테이너의 포트는 { $theirs } 프로토콜이에요.
explain-S14-because = 번호가 같아도 TCP 포트와 UDP 포트는 서로 다른 문이에요. 한쪽으로 보낸 것은 다른 쪽에서 기다리는 프로그램에 닿지 않아요.
explain-S14-long = 서비스의 포트마다 `protocol`이 있고, 적지 않으면 TCP예요. 컨테이너가 쓰는 것과 같아야 해요. HTTP를 비롯해 대부분의 프로그램은 TCP를 쓰고, DNS는 UDP도 써요. `kubectl describe service web` 명령에는 `80/TCP`처럼 번호 뒤에 나와요.

explain-S15-title = 포트가 여럿이면 이름이 필요해요
explain-S15-headline = `{ $name }` 서비스는 포트가 둘 이상이라 포트마다 이름이 있어야 해요.
explain-S15-because = 포트가 하나면 어느 것인지 분명하지만, 여럿이면 `name`으로 구별해요.
explain-S15-long = 이름은 `http`, `metrics`처럼 짧은 소문자 낱말이고, 한 서비스 안에서 겹치지 않아야 해요. 매니페스트에서는 `port:` 옆에 `name:`을 적어요. 포트가 하나뿐인 서비스만 이름을 생략할 수 있어요.

explain-S16-title = 그런 이름의 서비스가 없어요
explain-S16-headline-missing = `{ $host }` 주소는 없고, 있는 것은 `{ $service }` 서비스예요.
explain-S16-headline-unknown = `{ $host }` 주소로 찾을 수 있는 서비스가 없어요.
explain-S16-headline-namespace = `{ $host }` 주소는 다른 네임스페이스를 가리켜요. `{ $service }` 서비스는 여기에 있어요.
explain-S16-headline-localhost = 파드 안에서 `{ $host }` 주소는 `{ $service }` 서비스가 아니라 그 파드 자신이에요.
explain-S16-because = 클러스터의 DNS는 서비스를 그 이름으로 찾아 줘요. 디플로이먼트나 컨테이너, 이미지의 이름은 주소가 아니에요.
explain-S16-because-namespace = 이름만 적으면 파드와 같은 네임스페이스에서 찾아요. 점 뒤에 적은 것은 다른 네임스페이스의 이름이에요.
explain-S16-because-localhost = 파드마다 네트워크가 따로 있어서 `localhost`는 그 파드를 벗어나지 않아요. 다른 파드는 서비스의 이름으로 불러요.
explain-S16-long = 서비스마다 `이름.네임스페이스.svc.cluster.local`이라는 주소가 생겨요. 같은 네임스페이스 안에서는 `이름`만, 다른 네임스페이스에서는 `이름.네임스페이스`까지 적어요. 없는 이름을 부르면 프로그램은 `bad address`, `Name or service not known`, `could not resolve host` 같은 말을 남겨요. 있는 이름은 `kubectl get services` 명령으로 볼 수 있어요. 시험해 보려면: `kubectl run test --image=busybox:1.36 --rm -it --restart=Never -- wget -qO- http://web`.

explain-S17-title = 포트를 적지 않았어요
explain-S17-headline = `kubectl expose` 명령은 `{ $name }` 파드의 어느 포트를 열어야 할지 몰라요.
explain-S17-because = 포트는 컨테이너에 적혀 있을 때만 생략할 수 있어요. 여기에는 적힌 것이 없으니 `--port` 옵션으로 알려 줘야 해요.
explain-S17-long = `kubectl expose` 명령은 파드 템플릿의 `ports`에서 포트를 찾아요. `kubectl create deployment` 명령은 `--port` 옵션을 주지 않으면 거기에 아무것도 적지 않고, 이미지에 적힌 포트(`EXPOSE`)는 읽지 않아요. 그러니 직접 알려 주세요: `kubectl expose deployment web --port=80`. 컨테이너가 다른 번호에서 기다린다면: `--port=80 --target-port=8080`.

explain-U01-title = 원인을 알 수 없어요
explain-U01-headline = 아직 실습이 요구한 상태가 아닌데, 원인은 알 수 없어요. 아래는 본 그대로예요.
explain-U01-headline-object = `{ $name }` { $subject } 아직 요구한 상태가 아닌데, 원인은 알 수 없어요. 아래는 본 그대로예요.
explain-U01-headline-state = `{ $name }` { $subject } 정상이 아닌데, 원인은 알 수 없어요. 근거를 아래에 그대로 적었어요.
explain-U01-because = 짐작해서 말하지 않을게요. 다음 명령으로 직접 살펴보세요.
explain-U01-long = podo가 아는 원인 중에 맞는 것이 없어서, 본 그대로의 근거를 보여 줘요. 컨디션과 이벤트, 달라진 필드예요. `kubectl describe` 명령으로 더 자세히 볼 수 있고, 맨 아래의 이벤트에 원인이 적혀 있을 때가 많아요.

explain-U02-title = 명령이 오류로 끝났어요
explain-U02-headline = 마지막으로 입력한 `kubectl { $verb }` 명령이 오류로 끝났어요.
explain-U02-headline-field = API 서버가 `{ $key }` 필드를 받지 않아서 하나도 바뀌지 않았어요.
explain-U02-because = 과제에서 바라는 것이 아직 클러스터에 없고, 그것을 다루던 마지막 명령이 실패했어요. 명령이 남긴 말이 곧 이유예요.
explain-U02-because-field = 오브젝트는 통째로 받아들여지거나 통째로 거절돼요. 필드 하나만 받아들여지지 않아도 전부 예전 그대로예요. 필드 뒤에 나오는 말이 그 자리에 무엇이 와야 하는지 알려 줘요.
explain-U02-long = podo는 무언가를 바꾸려던 마지막 명령과 그 답을 기억해요. 그 명령이 실패했고 그 뒤로 바뀐 것이 없으면 이것부터 알려 드려요. 다른 것이 없는 까닭도 여기에 있을 수 있으니까요. `error: …`와 `Error: …`는 kubectl이 하는 말(플래그, 파일)이고, `Error from server …`와 `… is invalid: …`는 API 서버가 하는 말이에요. 필드에 무엇을 쓸 수 있는지는 `kubectl explain pod.spec.volumes` 같은 명령으로 봐요.

explain-V01-title = 볼륨이 정의되어 있지 않아요
explain-V01-headline = `{ $name }` { $noun }에서 마운트하는 `{ $value }` 볼륨이 `volumes`에 없어요.
explain-V01-headline-near = `{ $name }` { $noun }에서 `{ $value }` 볼륨을 마운트하는데, 파일에는 `{ $near }` 이름이 있어요.
explain-V01-because = 마운트는 볼륨이 어디에 나타날지만 정해요. 어떤 볼륨인지는 파드의 `volumes`에 적고, 둘은 이름으로 이어져요.
explain-V01-long = 볼륨은 파드의 두 곳에 적어요. `volumes`에는 어떤 볼륨인지(`emptyDir`, 클레임 등)를, 컨테이너의 `volumeMounts`에는 어디에 나타날지를 적어요. 두 이름이 글자까지 같아야 하고, 다르면 API 서버가 오브젝트 전체를 거절해서 아무것도 바뀌지 않아요. `volumes`는 컨테이너 안이 아니라 `containers` 옆에 있어야 해요. 틀린 예: `volumes`에는 `- name: date`, `volumeMounts`에는 `- name: data`. 맞는 예: 두 곳에 같은 이름.

explain-V02-title = 한 경로에 볼륨이 두 개예요
explain-V02-headline = `{ $name }` { $noun }의 한 컨테이너가 `{ $value }` 경로에 볼륨을 두 개 마운트해요.
explain-V02-because = 폴더 하나에는 볼륨 하나만 나타날 수 있어서, 컨테이너의 마운트마다 경로가 달라야 해요.
explain-V02-long = 한 컨테이너 안에서 `mountPath`는 마운트마다 달라야 해요. 같으면 API 서버가 오브젝트를 거절해서 아무것도 바뀌지 않아요. 서로 다른 컨테이너가 같은 경로를 쓰거나, 볼륨 하나를 두 경로에 마운트하는 것은 괜찮아요. 틀린 예: `/data`를 두 번. 맞는 예: `/data`와 `/cache`.

explain-V03-title = 마운트가 이미지의 파일을 가렸어요
explain-V03-headline = `{ $volume }` 볼륨이 이미지의 `{ $folder }` 파일을 가려요.
explain-V03-because = 볼륨을 마운트하면 이미지의 그 폴더가 덮여요. 파일은 이미지에 그대로 있지만 컨테이너 안에서는 보이지 않아요.
explain-V03-long = 볼륨은 폴더의 파일과 섞이지 않고 그 자리를 통째로 차지해요. `/usr/share/nginx/html`에 빈 볼륨을 마운트하면 nginx가 보여 줄 파일이 없고, `/etc/nginx`에 마운트하면 설정이 없어서 시작하지 못해요. 이미지가 쓰지 않는 경로(`/usr/share/nginx/html/notes`)에 마운트하거나, `subPath`로 파일 하나만 마운트하면 돼요. 컨테이너가 보는 내용은 `kubectl exec deployment/이름 -- ls 경로` 명령으로 볼 수 있어요.

explain-V04-title = emptyDir은 파드와 함께 사라졌어요
explain-V04-headline = 파일은 이전 파드의 `emptyDir`에 있었고, `{ $pod }` 파드는 새 파드예요.
explain-V04-because = `emptyDir`은 파드와 함께 생기고 파드와 함께 지워져요. 컨테이너만 다시 시작하면 파일이 남지만, 새 파드는 빈 폴더에서 시작해요.
explain-V04-long = `emptyDir`의 수명은 파드의 수명과 같아요. 컨테이너가 몇 번 다시 시작해도 남지만, 파드를 지우거나 롤아웃으로 바꾸거나 다른 노드로 옮기면 사라져요. 파드보다 오래 남아야 할 데이터는 퍼시스턴트볼륨클레임에 두세요. 둘은 `kubectl get pods`로 구별해요. 컨테이너가 다시 시작하면 `RESTARTS`가 늘고, 새 파드는 이름이 다르고 `AGE`가 짧아요.

explain-V05-title = 그런 이름의 클레임이 없어요
explain-V05-headline = `{ $pod }` 파드가 쓰려는 `{ $claim }` 클레임이 없어요.
explain-V05-headline-near = `{ $pod }` 파드가 `{ $claim }` 클레임을 찾는데, 있는 것은 `{ $near }` 클레임이에요.
explain-V05-because = 파드에 적은 클레임이 같은 네임스페이스에 모두 있어야 노드에 배치돼요. 그래서 파드가 `Pending` 상태로 남아요.
explain-V05-long = 파드의 볼륨에 적은 `claimName`은 같은 네임스페이스에 있는 퍼시스턴트볼륨클레임의 이름과 글자까지 같아야 해요. 쿠버네티스가 클레임을 대신 만들어 주지는 않아요. `kubectl get pvc` 명령으로 있는 클레임을 볼 수 있어요. 파드나 템플릿의 이름을 고치거나, 빠진 클레임을 만드세요. 클레임이 생기면 파드도 곧 시작해요. 틀린 예: 클레임 이름이 `myclaim`인데 `claimName: my-claim`이라고 적은 것.

explain-V06-title = 클레임에 클래스가 없어요
explain-V06-headline = `{ $name }` 클레임에는 클래스가 없고, 기본 클래스도 맞는 볼륨도 없어요.
explain-V06-headline-off = `{ $name }` 클레임의 클래스가 `""`인데, 클래스가 없는 빈 볼륨이 없어요.
explain-V06-because = 클레임의 볼륨을 만들어 주는 것은 스토리지클래스예요. 클래스가 없으면 누군가 직접 만든 볼륨이 있을 때까지 기다려요.
explain-V06-because-off = 빈 클래스는 기본 클래스와 달라요. 새로 만들지 말고 이미 있는 볼륨만 받겠다는 뜻이에요.
explain-V06-long = `storageClassName`을 적지 않은 클레임은 만들 때 기본 클래스가 있으면 그 클래스를 받아요. `storageClassName: ""`라고 적으면 기본 클래스를 쓰지 않고, 클래스가 없는 퍼시스턴트볼륨만 받아요. 그런 볼륨이 없으면 `Pending` 상태로 남아요. `kubectl get sc`에서 클래스와 기본 클래스를, `kubectl get pv`에서 볼륨을 볼 수 있어요. 클레임의 클래스는 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요.

explain-V07-title = 그런 이름의 클래스가 없어요
explain-V07-headline = `{ $name }` 클레임에 적은 `{ $class }` 스토리지클래스가 없어요.
explain-V07-headline-known = `{ $name }` 클레임은 `{ $class }` 클래스를 찾는데, 클러스터에는 `{ $classes }` 클래스가 있어요.
explain-V07-because = 클레임에 적은 클래스가 볼륨을 누가 만들지 정해요. 그런 이름의 클래스가 없으면 아무도 만들지 않아서 `Pending` 상태로 남아요.
explain-V07-long = 어떤 클래스가 있는지는 `kubectl get sc`로 볼 수 있고, 기본 클래스를 쓸 때는 이름을 적지 않아도 돼요. 이미 만든 클레임의 클래스는 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요. 스토리지클래스가 없는 이름은 직접 만든 퍼시스턴트볼륨에 같은 이름이 적혀 있을 때만 쓸모가 있어요. 틀린 예: `storageClassName: standart`. 맞는 예: `storageClassName: standard`.

explain-V08-title = 볼륨보다 큰 용량을 요청했어요
explain-V08-headline = `{ $name }` 클레임의 요청은 { $asked }인데, `{ $volume }` 볼륨은 { $offered }뿐이에요.
explain-V08-because = 요청한 용량 이상인 볼륨만 클레임에 연결돼요. 볼륨 여러 개를 합쳐서 채우지는 않아요.
explain-V08-long = 클레임은 요청한 만큼이거나 그보다 큰 볼륨 하나를 받아요. 직접 만든 볼륨을 쓰는데 충분히 큰 것이 없으면 `Pending` 상태로 남아요. 이벤트에는 볼륨이 없다는 말이나 클래스를 찾지 못했다는 말만 나와요. `kubectl get pv`의 `CAPACITY` 열과 `kubectl describe pvc 이름`에 나온 요청 용량을 비교하세요. 더 작게 요청하거나 더 큰 볼륨을 만들면 돼요. 기다리는 클레임의 용량은 바꿀 수 없으니 지우고 다시 만드세요.

explain-V09-title = 볼륨에 그런 접근 모드가 없어요
explain-V09-headline = `{ $name }` 클레임은 `{ $asked }` 모드, `{ $volume }` 볼륨은 `{ $offered }` 모드예요.
explain-V09-because = 클레임에 적은 접근 모드를 모두 갖춘 볼륨만 연결돼요.
explain-V09-long = `ReadWriteOnce`(RWO)는 한 번에 노드 하나에서, `ReadOnlyMany`(ROX)는 여러 노드에서 읽기만, `ReadWriteMany`(RWX)는 여러 노드에서 읽고 쓴다는 뜻이에요. 모드는 이름으로 비교해서, RWX 볼륨이라고 RWO 요청에 맞는 것은 아니에요. `kubectl get pv`의 `ACCESS MODES` 열에서 볼 수 있어요. 클레임의 접근 모드는 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요.

explain-V10-title = 하나는 블록 장치, 하나는 파일 시스템이에요
explain-V10-headline = `{ $name }` 클레임은 `{ $asked }` 모드, `{ $volume }` 볼륨은 `{ $offered }` 모드예요.
explain-V10-because = 클레임과 볼륨의 `volumeMode` 값이 같아야 연결돼요.
explain-V10-long = `volumeMode: Filesystem`은 컨테이너에 폴더로 마운트된다는 뜻이고, 적지 않으면 이 값이에요. `volumeMode: Block`은 파일 시스템이 없는 장치 그대로를 뜻해요. 장치를 스스로 다루는 데이터베이스 같은 프로그램이 쓰고, 파드에는 `volumeDevices` 아래에 적어요. 클레임과 볼륨에 같은 값이 있어야 해요. `kubectl describe pvc 이름`과 `kubectl describe pv 이름`의 `VolumeMode`에서 볼 수 있어요. 이 값은 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요. 연결되지 않는 예: 클레임에만 `volumeMode: Block`. 맞는 예: 둘 다 적지 않기

explain-V11-title = 클레임과 볼륨의 클래스가 달라요
explain-V11-headline = `{ $name }` 클레임은 `{ $asked }` 클래스, `{ $volume }` 볼륨은 `{ $offered }` 클래스예요.
explain-V11-headline-made = `{ $name }` 클레임은 `{ $asked }` 클래스의 새 볼륨을 받았어요. `{ $volume }` 볼륨은 `{ $offered }` 클래스예요.
explain-V11-because = 클레임과 볼륨은 클래스 이름이 같아야 연결돼요. 비어 있는 것도 하나의 이름으로 쳐요.
explain-V11-because-made = `storageClassName`을 적지 않은 클레임은 기본 클래스를 받고, 그 클래스는 다른 볼륨을 살펴보기 전에 새 볼륨을 만들어요.
explain-V11-long = `storageClassName`은 퍼시스턴트볼륨과 클레임에서 같아야 해요. 꼭 스토리지클래스의 이름일 필요는 없고, 직접 만든 볼륨에서는 둘이 나눠 쓰는 낱말이면 돼요. 클레임에 적지 않으면 기본 클래스가 정해지고, 그러면 볼륨이 새로 만들어져요. `kubectl get pv,pvc`의 `STORAGECLASS` 열에서 볼 수 있어요. 클레임의 클래스는 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요.

explain-V12-title = 볼륨에 클레임이 찾는 레이블이 없어요
explain-V12-headline = `{ $name }` 클레임은 `{ $asked }`, `{ $volume }` 볼륨은 `{ $offered }` 레이블이에요.
explain-V12-headline-none = `{ $name }` 클레임은 `{ $asked }` 레이블을 찾는데, `{ $volume }` 볼륨에는 레이블이 없어요.
explain-V12-because = `selector`가 있는 클레임은 레이블이 맞는 볼륨에만 연결돼요.
explain-V12-long = 클레임의 `selector`는 직접 만든 볼륨 가운데 하나를 레이블로 골라요. 서비스가 파드를 고르는 방법과 같고, 적은 조건이 모두 맞아야 해요. 볼륨의 레이블은 `kubectl get pv --show-labels`로 볼 수 있어요. 레이블은 언제든 붙일 수 있어요. `kubectl label pv 이름 wall=south` 명령을 실행하면 곧 연결돼요. 클레임의 셀렉터는 바꿀 수 없으니 클레임을 지우고, 파일을 고쳐서 다시 만드세요. 연결되지 않는 예: 클레임은 `wall: south`, 볼륨은 `wall: north`. 맞는 예: 둘 다 같은 값

explain-V13-title = 볼륨이 지워진 클레임에 묶여 있어요
explain-V13-headline = `{ $volume }` 볼륨은 아직 지워진 `{ $owner }` 클레임에 묶여 있어요.
explain-V13-headline-same = `{ $volume }` 볼륨은 새 클레임이 아니라 지워진 옛 `{ $name }` 클레임에 묶여 있어요.
explain-V13-because = 반환 정책이 `Retain`이면 볼륨은 데이터와 함께 클레임의 UID도 기억해요. 이름이 같아도 나중에 만든 클레임은 UID가 달라요.
explain-V13-long = 클레임을 지우면 반환 정책이 `Retain`인 볼륨은 데이터를 그대로 둔 채 `Released` 상태로 남고, 다른 클레임을 받지 않아요. 남의 데이터가 실수로 넘어가지 않게 하려는 거예요. 데이터를 확인한 사람이 풀어 줘야 해요. 명령은 `kubectl patch pv 이름 -p '{ "{" }"spec":{ "{" }"claimRef":null{ "}" }{ "}" }'`이에요. 그러면 파일이 그대로 든 채 다시 `Available` 상태가 돼요. 상태와 클레임은 `kubectl get pv`로 볼 수 있어요.

explain-V14-title = 볼륨이 다른 클레임의 것이에요
explain-V14-headline = `{ $volume }` 볼륨은 이미 `{ $owner }` 클레임에 연결되어 있어요.
explain-V14-because = 볼륨 하나는 클레임 하나에만 연결돼요. 자리가 아무리 남아도 나눠 쓰지 않아요.
explain-V14-long = 연결은 일대일이에요. 1Gi를 요청한 클레임도 10Gi 볼륨을 통째로 차지해요. 데이터를 함께 쓰려면 같은 네임스페이스의 여러 파드가 클레임 하나를 쓰면 돼요. 따로 써야 한다면 두 번째 클레임에 볼륨을 하나 더 마련하거나, 첫 번째 클레임을 지워야 해요. 볼륨이 누구의 것인지는 `kubectl get pv`의 `CLAIM` 열에 나와요.

explain-V15-title = 클레임이 첫 파드를 기다려요
explain-V15-headline = `{ $class }` 클래스는 첫 파드가 쓸 때 `{ $name }` 클레임의 볼륨을 만들어요.
explain-V15-because = `WaitForFirstConsumer`는 노드를 먼저 정하고, 파드가 있는 곳에 볼륨을 만드는 방식이에요. 그때까지는 `Pending` 상태가 정상이에요.
explain-V15-long = 클래스가 볼륨을 언제 만드는지는 `kubectl get sc`의 `VOLUMEBINDINGMODE` 열에 나와요. `Immediate`는 클레임이 생기자마자, `WaitForFirstConsumer`는 그 클레임을 쓰는 첫 파드가 배치될 때 만들어요. 클레임에는 아무 문제가 없어요. 클레임을 쓰는 파드나 디플로이먼트를 만들면 둘 다 진행돼요. 파드도 기다린다면 `kubectl describe pod 이름`으로 이유를 보세요.

explain-V16-title = 볼륨을 만들어 줄 프로그램이 없어요
explain-V16-headline = `{ $class }` 클래스의 `{ $provisioner }` 프로비저너가 볼륨을 만들지 않아요.
explain-V16-because = 클래스에는 볼륨을 만들 프로그램의 이름만 적혀 있어요. 이 클러스터에서 그 프로그램이 실행되고 있지 않은 것으로 보여요.
explain-V16-long = 스토리지클래스 뒤에는 클레임마다 볼륨을 만들어 주는 프로비저너라는 프로그램이 있어요. 이 프로그램이 없어도 거절되는 것은 없어요. 클레임은 `ExternalProvisioning` 이벤트만 남긴 채 계속 `Pending` 상태예요. 프로비저너의 이름은 `kubectl get sc`에, 실행 중인지는 `kubectl get pods --all-namespaces`에 나와요. minikube의 프로비저너는 `minikube addons enable storage-provisioner` 명령으로 켜요. 클라우드용 예제의 클래스는 그 클라우드에만 프로비저너가 있어요. 기다리기만 하는 예: minikube에서 `provisioner: ebs.csi.aws.com`. 맞는 예: 클레임에 `storageClassName: standard`

explain-V17-title = 클레임을 아직 쓰고 있어요
explain-V17-headline = `{ $name }` 클레임은 아직 지워지지 않아요. `{ $pod }` 파드가 쓰고 있어요.
explain-V17-because = 쓰고 있는 클레임은 보호돼요. 지울 것이라는 표시만 해 두고, 쓰는 파드가 모두 사라지면 지워져요.
explain-V17-long = 실행 중인 프로그램이 데이터를 잃지 않도록 클레임에는 `kubernetes.io/pvc-protection` 파이널라이저가 붙어 있어요. `kubectl delete pvc 이름`을 실행하면 쓰는 파드가 없어질 때까지 `Terminating` 상태로 남아요. 누가 쓰는지는 `kubectl describe pvc 이름`의 `Used By`에 나와요. 디플로이먼트를 0개로 줄이거나 지우면 클레임도 이어서 지워져요. 삭제는 취소할 수 없고, 그동안 새 파드는 이 클레임을 쓸 수 없어요.

explain-V18-title = 데이터가 클레임과 함께 지워졌어요
explain-V18-headline = `{ $path }` 파일은 옛 `{ $name }` 클레임의 볼륨에 있었고, 클레임과 함께 지워졌어요.
explain-V18-because = `{ $class }` 클래스의 반환 정책은 `Delete`예요. 클레임을 지우면 볼륨과 그 안의 데이터도 지우고, 새 클레임은 새 볼륨을 받아요.
explain-V18-long = 반환 정책은 클레임을 지울 때 볼륨을 어떻게 할지 정해요. `Delete`는 볼륨과 데이터를 지우고, `Retain`은 둘 다 남겨요. 클래스가 만든 볼륨은 클래스의 정책을 따르는데, 대개 `Delete`예요. `kubectl get pv`의 `RECLAIM POLICY` 열에서 볼 수 있어요. 데이터를 남기려면 지우기 전에 바꿔 두세요. 명령은 `kubectl patch pv 이름 -p '{ "{" }"spec":{ "{" }"persistentVolumeReclaimPolicy":"Retain"{ "}" }{ "}" }'`이에요. 파드나 디플로이먼트를 지우는 것은 클레임에 영향이 없어요.

explain-V19-title = 노드의 그 경로에 맞는 것이 없어요
explain-V19-headline = `{ $node }` 노드의 `{ $path }` 경로에 `type: { $type }` 조건에 맞는 것이 없어요.
explain-V19-headline-folder = `{ $node }` 노드에 `{ $path }` 폴더가 없어요.
explain-V19-because = `hostPath`는 내 컴퓨터가 아니라 파드가 실행되는 노드의 경로예요. `type`을 적으면 먼저 확인하고, 맞을 때까지 파드가 기다려요.
explain-V19-long = `type: Directory`는 이미 있는 폴더를, `File`은 이미 있는 파일을 요구해요. `DirectoryOrCreate`와 `FileOrCreate`는 없으면 kubelet이 만들어요. minikube의 노드는 따로 떨어진 가상 머신이나 컨테이너라서, 내 컴퓨터의 폴더가 거기에 있지는 않아요. `kubectl describe pod 이름`의 이벤트에 `FailedMount`와 `hostPath type check failed`가 나와요.

explain-V20-title = 클레임의 볼륨이 사라졌어요
explain-V20-headline = `{ $name }` 클레임이 `Lost` 상태예요. 연결된 `{ $volume }` 볼륨이 지워졌어요.
explain-V20-because = 클레임은 한번 연결된 볼륨하고만 짝이에요. 그 볼륨이 지워지면 이름이 같은 볼륨이 있어도 다시 연결되지 않아요.
explain-V20-long = `Lost`는 연결됐던 볼륨이 없어졌다는 뜻이에요. 퍼시스턴트볼륨의 파이널라이저를 떼어 내고 억지로 지우면 이렇게 돼요. 이런 클레임은 저절로 돌아오지 않으니 지우고 다시 만드세요. 클래스가 있으면 비어 있는 새 볼륨이 생기고, 직접 만든 볼륨이었다면 볼륨부터 만들어요. 디스크나 노드의 폴더에 있던 파일은 그대로 남아 있을 수도 있어요. 볼륨을 없애고 싶으면 클레임을 지우세요. 그러면 볼륨도 따라 지워져요. 클레임을 잃는 명령: 쓰고 있는 볼륨에 `kubectl delete pv 이름`. 맞는 명령: `kubectl delete pvc 이름`

explain-V21-title = 클레임은 바꿀 수 없어요
explain-V21-headline = `{ $name }` 클레임은 이미 있고, 만든 뒤에는 내용을 바꿀 수 없어요.
explain-V21-headline-grow = `{ $name }` 클레임은 클래스가 허용하지 않아서 늘릴 수 없어요.
explain-V21-headline-shrink = `{ $name }` 클레임은 지금보다 작게 줄일 수 없어요.
explain-V21-because = 볼륨은 클레임의 요청에 맞춰 정해져서 클래스와 접근 모드는 바꿀 수 없어요. 용량은 클래스가 허용할 때 늘리기만 할 수 있어요.
explain-V21-long = 볼륨은 클레임이 요청한 내용대로 고르거나 만든 것이에요. 그래서 API 서버는 클레임의 내용을 바꾸려고 하면 거절해요. 용량은 늘리기만 할 수 있고, 그것도 연결된 클레임의 클래스에 `allowVolumeExpansion: true`가 있어야 해요(`kubectl get sc`에서 확인해요). 아직 데이터가 없다면 클레임을 지우고 고친 파일로 다시 만드세요. 데이터가 있다면 반환 정책이 `Delete`일 때 데이터도 함께 사라지니, 클레임을 하나 더 만들어 옮기세요.

explain-V22-title = 볼륨과 파드가 서로 다른 노드에 있어요
explain-V22-headline = `{ $volume }` 볼륨이 있는 `{ $node }` 노드에서 `{ $pod }` 파드를 실행할 수 없어요.
explain-V22-headline-gone = `{ $pod }` 파드가 쓰는 `{ $volume }` 볼륨은 이 클러스터의 어느 노드에도 없어요.
explain-V22-headline-attached = `{ $pod }` 파드가 기다리는 볼륨을 `{ $node }` 노드의 `{ $holder }` 파드가 쓰고 있어요.
explain-V22-because = 노드에 묶인 볼륨은 그 노드에서만 쓸 수 있어요. 그래서 `{ $claim }` 클레임을 쓰는 파드도 거기서만 실행돼요.
explain-V22-because-gone = 볼륨의 `nodeAffinity`에 쓸 수 있는 노드가 적혀 있는데, 그런 노드가 없어요. `{ $claim }` 클레임을 쓰는 파드는 다른 노드에서 실행할 수 없어요.
explain-V22-because-attached = `{ $claim }` 클레임은 `ReadWriteOnce` 모드라서 한 번에 노드 하나에서만 쓸 수 있어요. 먼저 쓰던 노드의 파드가 사라져야 다른 노드로 옮겨 가요.
explain-V22-long = 노드의 폴더나 디스크처럼 노드 하나에 묶인 볼륨도 있고, `ReadWriteOnce`처럼 한 번에 노드 하나에만 붙는 볼륨도 있어요. 이런 볼륨을 쓰는 파드는 그 노드에서 실행해야 해요. 볼륨이 어디에 있는지는 `kubectl describe pv 이름`의 `Node Affinity`에, 파드가 어디에 있는지는 `kubectl get pods -o wide`에 나와요. 그 노드에 자리를 내거나(`kubectl uncordon`, 더 작은 요청), 볼륨을 쓰는 파드를 끝내거나, 여러 노드가 함께 쓰는 볼륨(`ReadWriteMany`)으로 바꾸면 돼요. 이런 클레임을 쓰는 디플로이먼트는 옛 파드가 먼저 사라지게 `strategy.type: Recreate`로 업데이트하세요. 막히는 예: `ReadWriteOnce` 클레임 하나를 두 노드의 레플리카 두 개가 쓰기. 맞는 예: 레플리카 하나, 또는 `ReadWriteMany` 클레임

explain-W01-title = 셀렉터와 파드의 레이블이 달라요
explain-W01-headline = `{ $name }` 디플로이먼트의 `{ $selector }` 셀렉터가 파드의 `{ $labels }` 레이블과 달라요.
explain-W01-headline-none = `{ $name }` 디플로이먼트에 `{ $selector }` 셀렉터는 있는데, 파드에 붙을 레이블이 없어요.
explain-W01-headline-unseen = `{ $file }` 파일의 셀렉터가 파드 템플릿의 레이블과 맞지 않아요.
explain-W01-because = 디플로이먼트는 `spec.selector`로 자기 파드를 찾아요. 이대로라면 만들어 놓고도 찾지 못하니 API 서버가 받아 주지 않아요.
explain-W01-long = 디플로이먼트에는 같은 레이블을 두 번 적어요. `spec.selector.matchLabels`는 자기 파드를 찾는 조건이고, `spec.template.metadata.labels`는 파드에 붙는 레이블이에요. 셀렉터의 레이블은 모두 템플릿에도 있어야 하고, 템플릿에는 더 있어도 돼요. `matchLabels: {"{"}app: web{"}"}`에 `labels: {"{"}app: shop{"}"}`이면 거절돼요. 두 곳 모두 `app: web`으로 맞추세요.

explain-W02-title = 셀렉터가 없어요
explain-W02-headline = `{ $file }` 파일의 디플로이먼트에 `spec.selector`가 없어요.
explain-W02-because = 디플로이먼트는 어떤 레이블이 붙은 파드가 자기 것인지 밝혀야 해요. `matchLabels`에는 파드 템플릿의 레이블을 적어요.
explain-W02-because-labels = 디플로이먼트는 어떤 레이블이 붙은 파드가 자기 것인지 밝혀야 해요. `spec.selector.matchLabels` 아래에 파드 템플릿에 있는 `{ $labels }` 레이블을 적어요.
explain-W02-long = `apps/v1`부터는 셀렉터에 기본값이 없어요. `spec` 바로 아래, `replicas`와 `template` 옆에 `selector:`를 두고, 그 아래에 `matchLabels:`, 다시 그 아래에 `app: web` 같은 레이블을 적어요. 무엇을 적는 자리인지는 `kubectl explain deployment.spec.selector` 명령으로 볼 수 있어요. 서비스에도 `spec.selector`가 있지만 거기에는 `matchLabels`가 없어요.

explain-W03-title = 셀렉터는 바꿀 수 없어요
explain-W03-headline = `{ $name }` { $noun }의 셀렉터는 만든 뒤에 바꿀 수 없어요.
explain-W03-because = 셀렉터가 바뀌면 이미 만든 파드를 잃어버리게 돼요. 그래서 한번 만들면 이 필드는 고정돼요.
explain-W03-long = 디플로이먼트의 `spec.selector`는 바꿀 수 없는 필드예요. `apply`, `edit`, `patch` 어느 것으로 해도 `field is immutable`이라며 거절돼요. 셀렉터는 그대로 두고 다른 것을 바꾸거나, `kubectl delete deployment web`으로 지우고 `kubectl apply -f web.yaml`로 다시 만드세요. 그 사이에는 파드가 없어요. 셀렉터에 적힌 레이블만 빼지 않으면, 파드 템플릿에 레이블을 더하는 것은 언제든 할 수 있어요.

explain-W04-title = 그런 이름의 컨테이너가 없어요
explain-W04-headline = `{ $name }` { $noun }에는 `{ $container }` 컨테이너가 없어요.
explain-W04-headline-many = `{ $name }` { $noun }에는 `{ $container }` 컨테이너가 없고, `{ $names }` 컨테이너가 있어요.
explain-W04-headline-one = `{ $name }` { $noun }에 있는 것은 `{ $container }` 컨테이너가 아니라 `{ $names }` 컨테이너예요.
explain-W04-because = `kubectl set image`에는 `컨테이너=이미지` 형태로 적어요. 등호 앞은 디플로이먼트나 이미지의 이름이 아니라 컨테이너의 이름이에요.
explain-W04-long = 파드에는 컨테이너가 여럿 있을 수 있어서, 어느 컨테이너의 이미지를 바꿀지 적어야 해요. `kubectl create deployment web --image=nginx:1.26` 명령은 컨테이너에 이미지의 이름인 `nginx`를 붙여요. `kubectl describe deployment web`의 `Containers` 아래에서 이름을 볼 수 있어요. `kubectl set image deployment/web web=nginx:1.27` 대신 `kubectl set image deployment/web nginx=nginx:1.27` 명령을 쓰세요.

explain-W05-title = 롤아웃이 일시 중지됐어요
explain-W05-headline = `{ $name }`의 롤아웃이 일시 중지됐어요. 새 파드는 { $wanted }개 중 { $updated }개예요.
explain-W05-headline-refused = `{ $name }`의 롤아웃이 일시 중지되어 있어서 이 명령을 받지 않아요.
explain-W05-because = 일시 중지된 디플로이먼트는 파드 템플릿의 변경을 적어 두기만 하고, 다시 시작할 때까지 아무것도 바꾸지 않아요.
explain-W05-because-refused = 일시 중지된 동안에는 변경을 모으기만 하고 내보내지 않아요. 되돌리거나 다시 시작하는 것도 롤아웃이라서, 먼저 일시 중지를 풀어야 해요.
explain-W05-long = `kubectl rollout pause deployment/이름` 명령은 `spec.paused: true`로 바꿔요. 그동안 파드 템플릿의 변경은 적히기만 하고 레플리카셋은 생기지 않아요. `replicas`의 변경은 바로 반영돼요. `kubectl describe deployment 이름`의 Conditions에 `DeploymentPaused`라고 나와요. `kubectl rollout resume deployment/이름` 명령을 쓰면 그동안 모인 변경을 한 번에 내보내요.

explain-W06-title = 이미지 때문에 업데이트가 멈췄어요
explain-W06-headline = `{ $image }` 이미지에서 업데이트가 멈췄고, `{ $before }` 파드는 그대로 실행돼요.
explain-W06-because = 새 파드가 이미지를 받지 못해요. 롤링 업데이트는 새 파드가 Ready 상태가 되어야 이전 파드를 줄여요. 바라는 것은 이전 버전이에요.
explain-W06-long = 롤링 업데이트에서 디플로이먼트는 새 파드를 몇 개씩 만들고, 새 파드가 Ready 상태가 되는 만큼만 이전 파드를 없애요. 받을 수 없는 이미지라면 거기서 멈춰요. 이전 버전은 계속 응답하고 `kubectl rollout status deployment/이름` 명령은 기다리기만 해요. `kubectl get rs` 명령으로 두 버전을 나란히 볼 수 있어요. 멈추는 명령: `kubectl set image deployment/web nginx=nginx:1.82`. 되돌리는 명령: `kubectl rollout undo deployment/web`. 앞으로 나아가는 방법: 있는 이미지로 다시 `kubectl set image`.

explain-W07-title = 롤아웃이 멈춰 있어요
explain-W07-headline = `{ $name }` 디플로이먼트의 롤아웃이 { $seconds }초 동안 나아가지 못했어요.
explain-W07-headline-not-ready = `{ $name }` 디플로이먼트의 새 파드가 { $seconds }초 안에 Ready 상태가 되지 못했어요.
explain-W07-because = 쿠버네티스는 이것을 `Progressing` 컨디션에 적어 둘 뿐, 더 하는 일은 없어요. 원인은 새 파드에 있어요.
explain-W07-because-not-ready = 준비성 프로브가 성공해야 파드가 Ready 상태가 돼요. 프로브가 무엇을 물었고 무엇을 만났는지는 파드의 이벤트에 있어요.
explain-W07-long = 디플로이먼트는 롤아웃이 `progressDeadlineSeconds` 안에 나아가기를 기대해요. 따로 정하지 않으면 600초예요. 그 시간이 지나면 `Progressing` 컨디션이 `ProgressDeadlineExceeded` 이유와 함께 `False`가 되고, `kubectl rollout status` 명령은 오류로 끝나요. 저절로 되돌아가지는 않아요. 이것은 원인이 아니라 표시예요. `kubectl get rs,pods`와 `kubectl describe pod 이름` 명령으로 가장 새로운 레플리카셋의 파드를 살펴보세요. 풀리지 않는 방법: 더 기다리기. 풀리는 방법: 파드가 Ready 상태가 되지 못하는 까닭을 고치기, 또는 `kubectl rollout undo deployment/이름`.

explain-W08-title = 레플리카가 0개예요
explain-W08-headline = `{ $name }` 디플로이먼트의 레플리카가 0으로 설정되어 있어서 파드가 없어요.
explain-W08-because = 디플로이먼트는 정상이에요. `spec.replicas`에 적힌 만큼만 파드를 실행하는데, 그 값이 0이에요.
explain-W08-long = 레플리카를 0으로 두면 디플로이먼트는 그대로 있고 파드만 모두 없어져요. 원하는 개수와 있는 개수가 같으니 상태는 `Available`이고, `kubectl get deployment 이름`에는 `0/0`으로 보여요. `kubectl rollout restart`는 개수를 바꾸지 않아요. 파드를 다시 실행하려면 `kubectl scale deployment/이름 --replicas=1` 명령을 쓰세요.

explain-W09-title = 레플리카 수가 달라요
explain-W09-headline = `{ $name }` 디플로이먼트의 파드가 { $wanted }개 필요한데, { $replicas }개로 설정되어 있어요.
explain-W09-because = 디플로이먼트는 `spec.replicas`에 적힌 개수를 정확히 지키고 있어요.
explain-W09-long = `spec.replicas`는 파드가 몇 개 있어야 하는지를 적는 자리예요. 디플로이먼트는 그 값이 바뀌는 대로 파드를 더 만들거나 없애요. `kubectl get deployment 이름`의 READY 열에서 지금 개수와 원하는 개수를 볼 수 있어요. `--replicas`에는 더할 개수가 아니라 전체 개수를 적어요. 한 개에서 두 개를 더하려면 `--replicas=2`가 아니라 `--replicas=3`이에요.

explain-W10-title = 쿼터에 남은 자리가 없어요
explain-W10-headline = `{ $quota }` 쿼터에 남은 자리가 없어요: `{ $resource }` { $used } / { $limited }
explain-W10-headline-past = `{ $quota }` 쿼터에 없던 `{ $resource }: { $requested }` 자리가 지금은 있어요.
explain-W10-headline-too-big = `{ $quota }` 쿼터의 한도보다 많이 요청했어요: `{ $resource }` { $requested } > { $limited }
explain-W10-because = 쿼터는 네임스페이스 안의 것을 모두 더해서 세요. 한도를 넘게 되는 요청은 다른 것이 없어지거나 쿼터가 커질 때까지 거절돼요.
explain-W10-because-past = 거절된 파드는 저절로 다시 만들어 보지만, 시도하는 간격이 점점 길어져요. 새로 요청하면 기다리지 않아도 돼요.
explain-W10-because-too-big = 쿼터 전체보다 큰 요청은 네임스페이스가 비어 있어도 거절돼요.
explain-W10-long = 리소스쿼터(ResourceQuota)는 네임스페이스 하나에 들어갈 수 있는 양을 정해요. 파드 수, `requests.cpu` 합계, 클레임 수 같은 것이에요. 한도를 넘는 요청은 API 서버가 거절해요. 디플로이먼트는 그대로 만들어지고 파드만 모자라서 `2/3`처럼 보여요. 이유는 `kubectl describe replicaset 이름` 출력의 `exceeded quota`에 있어요. `kubectl describe quota` 명령은 쓴 양(Used)과 한도(Hard)를 나란히 보여 줘요. 너무 많은 경우: `pods: "2"` 쿼터에서 `kubectl scale deployment/web --replicas=3`. 알맞은 경우: `--replicas=2`, 또는 다른 것을 먼저 지운 뒤. 쿼터는 네임스페이스를 관리하는 사람만 키울 수 있어요.

explain-W11-title = 쿼터가 컨테이너의 요청량을 알아야 해요
explain-W11-headline = `{ $quota }` 쿼터가 있어서 컨테이너마다 이 값을 적어야 해요: `{ $resources }`
explain-W11-headline-container = `{ $container }` 컨테이너에 `{ $quota }` 쿼터가 바라는 값이 없어요: `{ $resources }`
explain-W11-headline-past = `{ $quota }` 쿼터가 바라던 값을 이제는 적지 않아도 돼요: `{ $resources }`
explain-W11-because = 쿼터는 컨테이너가 적어 둔 양을 더해서 세요. 아무것도 적지 않은 컨테이너는 셀 수 없어서 거절돼요.
explain-W11-because-past = 거절된 파드는 저절로 다시 만들어 보지만, 시도하는 간격이 점점 길어져요. 새로 요청하면 기다리지 않아도 돼요.
explain-W11-long = 리소스쿼터가 `requests.cpu`나 `limits.memory` 같은 값을 제한하면, 그 네임스페이스의 컨테이너는 그 값을 얼마나 쓸지 꼭 적어야 해요. 적지 않으면 API 서버가 `must specify limits.memory`라고 답해요. 거절되는 경우: `resources`가 없는 컨테이너. 알맞은 경우: `resources: {"{"}limits: {"{"}memory: 128Mi{"}"}{"}"}`. 무엇이 제한되는지는 `kubectl describe quota` 명령으로 볼 수 있어요. 리밋레인지(LimitRange)를 두면 적지 않은 컨테이너에 값을 대신 넣어 줘요.

explain-W12-title = 리밋레인지가 정한 범위를 벗어났어요
explain-W12-headline = 리밋레인지의 최대값보다 커요 ({ $of }): `{ $resource }` { $actual } > { $bound }
explain-W12-headline-min = 리밋레인지의 최소값보다 작아요 ({ $of }): `{ $resource }` { $actual } < { $bound }
explain-W12-headline-past = 리밋레인지에 막혔던 `{ $resource }` 값이 지금은 범위 안에 있어요.
explain-W12-headline-ratio = `{ $resource }` 제한이 요청량에 견주어 너무 커요: { $actual }배 > { $bound }배
explain-W12-headline-unsaid = 리밋레인지가 바라는 값이 없어요 ({ $of }, { $which }): `{ $resource }` { $bound }
explain-W12-because = 네임스페이스의 리밋레인지는 컨테이너, 파드, 클레임 하나하나가 얼마나 작고 클 수 있는지 정해요. 범위를 벗어나면 거절돼요.
explain-W12-because-past = 거절된 파드는 저절로 다시 만들어 보지만, 시도하는 간격이 점점 길어져요. 새로 요청하면 기다리지 않아도 돼요.
explain-W12-long = 리밋레인지(LimitRange)는 컨테이너, 파드, 클레임 하나하나를 보고, 리소스쿼터는 네임스페이스 전체의 합을 봐요. 리밋레인지로 `min`과 `max`, 제한과 요청량의 비율, 적지 않았을 때 대신 넣을 값을 정해요. 범위를 벗어나면 `maximum memory usage per Container is 256Mi, but limit is 1Gi`처럼 거절돼요. 디플로이먼트는 그대로 만들어지고 파드만 없어요. 이유는 `kubectl describe replicaset 이름` 출력에, 정해진 범위는 `kubectl describe limitrange` 출력에 있어요. 너무 큰 값: `limits.memory: 1Gi`. 알맞은 값: `limits.memory: 256Mi`.

explain-W13-title = 그런 리비전이 없어요
explain-W13-headline = `{ $name }` { $noun }에는 { $asked }번 리비전이 없어요.
explain-W13-headline-known = `{ $name }` { $noun }에 있는 리비전은 { $revisions }번이고, { $asked }번은 없어요.
explain-W13-because = 리비전마다 레플리카셋이 하나씩 남아 있어요. 되돌아간 리비전은 새 번호를 받고, 예전 번호는 사라져요.
explain-W13-long = `kubectl rollout history deployment/이름` 명령이 리비전을 보여 주고, `--revision=번호`를 붙이면 그 내용을 보여 줘요. 번호에는 빈 곳이 있어요. 1번으로 되돌아가면 그것이 새 번호의 최신 리비전이 되고 1번은 없어지기 때문이에요. 또 옛 리비전은 열 개까지만 남아요(`spec.revisionHistoryLimit`). `kubectl rollout undo deployment/web --to-revision=1` 명령을 쓰기 전에 `kubectl rollout history deployment/web` 명령으로 먼저 확인하세요.

explain-W14-title = 되돌아갈 리비전이 없어요
explain-W14-headline = `{ $name }` { $noun }에는 이전 리비전이 없어요.
explain-W14-headline-present = { $asked }번은 `{ $name }` { $noun }의 지금 리비전이에요.
explain-W14-because = 리비전은 파드 템플릿이 바뀔 때마다 하나씩 생겨요. 아직 하나뿐이면 그 앞의 것이 없어요.
explain-W14-because-present = 지금 리비전으로 되돌리면 달라지는 것이 없어요. kubectl은 `skipped rollback`이라고 알리고, 오류로 여기지 않아요.
explain-W14-long = `kubectl rollout undo` 명령은 이전 리비전의 파드 템플릿을 다시 가져와요. `kubectl rollout history deployment/이름` 명령이 리비전을 보여 주고, 맨 아래가 지금 것이에요. `replicas`를 바꾸거나 디플로이먼트 자신의 레이블을 바꿔서는 리비전이 생기지 않아요. 디플로이먼트를 지우고 다시 만들면 1번부터 새로 시작하고, 지난 일은 남지 않아요.

explain-W15-title = 파드 템플릿이 아닌 곳을 바꿨어요
explain-W15-headline = `{ $label }` 레이블이 `{ $name }` 디플로이먼트에만 있고, 파드 템플릿에는 없어요.
explain-W15-headline-annotation = `{ $label }` 어노테이션이 `{ $name }` 디플로이먼트에만 있고, 파드 템플릿에는 없어요.
explain-W15-because = 디플로이먼트 자신의 레이블은 파드로 내려가지 않아요. 파드는 `spec.template`을 따라 만들어지고, 거기가 바뀌어야 롤아웃이 시작돼요.
explain-W15-because-annotation = 디플로이먼트 자신의 어노테이션은 파드로 내려가지 않아요. 파드는 `spec.template`을 따라 만들어지고, 거기가 바뀌어야 롤아웃이 시작돼요.
explain-W15-long = 디플로이먼트 매니페스트에는 `metadata.labels`가 두 번 나와요. 맨 위의 것은 디플로이먼트의 레이블이고, `spec.template` 아래의 것이 파드의 레이블이에요. `kubectl label deployment web team=shop` 명령은 위의 것을 바꿔요. `kubectl get pods --show-labels` 명령으로 파드의 레이블을 볼 수 있어요. 파드에 붙이려면 매니페스트의 `spec.template.metadata.labels`에 적고 다시 적용하거나, `kubectl patch` 명령을 쓰세요. 템플릿이 바뀌면 새 파드로 롤아웃돼요.

explain-W16-title = 디플로이먼트 아래를 바꿨어요
explain-W16-headline-pod = 파드는 바뀌었지만, 파드를 만드는 `{ $name }` 디플로이먼트는 그대로예요.
explain-W16-headline-replicas = `{ $name }` 디플로이먼트가 레플리카셋의 개수를 원래대로 되돌렸어요.
explain-W16-headline-replicaset = 레플리카셋이 바뀌었지만, `{ $name }` 디플로이먼트는 그대로예요.
explain-W16-because = 레플리카셋의 개수는 디플로이먼트가 정해요. 디플로이먼트의 `{ $path }` 값을 바꿔야 남아요.
explain-W16-because-pod = 지금 있는 파드만 바뀌었어요. 파드가 새로 만들어지면 디플로이먼트의 `{ $path }` 값으로 돌아가요.
explain-W16-because-replicaset = 레플리카셋은 디플로이먼트가 만들고 관리해요. 디플로이먼트의 `{ $path }` 값을 바꿔야 남아요.
explain-W16-long = 디플로이먼트가 레플리카셋을 만들고, 레플리카셋이 파드를 만들어요. 아래에서 바꾼 것은 위에 적힌 값으로 되돌려지거나, 다음 파드에는 남지 않아요. 누구의 것인지는 `kubectl get 종류 이름 -o yaml` 출력의 `ownerReferences`에 있어요. 되돌아가는 예: `kubectl scale replicaset/web-… --replicas=3`. 남는 예: `kubectl scale deployment/web --replicas=3`.

explain-W17-title = 레플리카셋이 다른 파드를 자기 것으로 여겨요
explain-W17-headline = 레이블 `{ $labels }` 때문에 `{ $set }` 레플리카셋이 `{ $pod }` 파드를 자기 것으로 세요.
explain-W17-headline-removed = `{ $set }` 레플리카셋이 `{ $pod }` 파드를 남는 것으로 보고 지운 듯해요.
explain-W17-because = 레플리카셋은 레이블만 보고 자기 파드를 알아봐요. 레이블이 맞고 주인이 없는 파드라면 누가 만들었든 자기 것으로 삼아요.
explain-W17-because-removed = 그 파드에는 레플리카셋이 자기 파드를 알아보는 `{ $labels }` 레이블이 있어요. 그래서 자기 것으로 세었고, 수가 넘쳐서 지웠어요.
explain-W17-long = 레플리카셋은 셀렉터의 레이블이 모두 있는 파드를 세요. 직접 만든 파드라도 레이블이 같으면 함께 세요. 그 파드에 주인이 생기고 새 파드는 만들어지지 않거나, 이미 수가 찼다면 그 파드가 바로 지워져요. 흔적은 `kubectl describe rs 이름` 출력의 `SuccessfulDelete` 이벤트뿐이에요. 붙잡히는 경우: `app: web` 레플리카셋 옆에서 `kubectl run helper --image=nginx:1.27 --labels=app=web`. 괜찮은 경우: `--labels=app=helper`. 디플로이먼트의 레플리카셋은 `pod-template-hash` 레이블까지 찾아서 이런 일이 드물어요.

explain-W18-title = 롤아웃이 진행 중이에요
explain-W18-headline = `{ $name }` 롤아웃에서 새 파드 { $wanted }개 중 { $ready }개가 준비됐어요.
explain-W18-because = 디플로이먼트는 새 파드가 준비되는 대로 이전 파드를 줄여요. 이전 버전의 파드가 아직 { $old }개 있어요.
explain-W18-long = 파드 템플릿이 바뀌면 디플로이먼트가 새 레플리카셋을 만들고, 새 파드를 늘리면서 이전 파드를 줄여요. 그동안에는 두 버전이 함께 일해요. `kubectl rollout status deployment/이름` 명령으로 끝날 때까지 지켜볼 수 있고, `kubectl get rs` 명령으로 두 레플리카셋의 개수가 바뀌는 것을 볼 수 있어요. 기다리면 끝나요.

explain-Y01-title = 매니페스트에 탭이 있어요
explain-Y01-headline = `{ $file }` 파일의 { $line }번째 줄이 탭으로 들여쓰여 있어요.
explain-Y01-because = YAML에서는 들여쓰기가 무엇이 무엇에 속하는지 알려 줘요. 탭은 폭이 일정하지 않아서 스페이스만 쓸 수 있어요.
explain-Y01-long = kubectl은 `found character that cannot start any token`이라고 알려요. 탭을 지우고 한 단계마다 스페이스 두 칸을 쓰세요. 편집기에는 대개 Tab 키를 눌렀을 때 스페이스를 넣는 설정이 있어요. 파일에 문서가 여럿이면 kubectl은 바로 앞의 `---`부터 줄을 세고, podo는 파일의 처음부터 세요.

explain-Y02-title = 들여쓰기가 맞지 않아요
explain-Y02-headline = `{ $file }` 파일의 { $line }번째 줄 근처에서 들여쓰기가 맞지 않아요.
explain-Y02-headline-unseen = `{ $file }` 파일이 올바른 YAML이 아니에요.
explain-Y02-because = 더 들여쓴 줄은 바로 위의 줄에 속하고, 나란한 키는 같은 칸에서 시작해요. 앞뒤 줄과 비교해 보세요.
explain-Y02-because-unseen = kubectl이 파일을 읽지 못했어요. 메시지에 나온 줄은 읽다가 막힌 곳이고, 원인은 그 앞줄에 있을 때가 많아요.
explain-Y02-long = YAML에는 단계를 나타내는 괄호가 없고 칸만 있어요. 한 맵의 키는 같은 칸에서 시작하고, 한 목록의 항목도 저마다 `- `로 같은 칸에서 시작해요. kubectl은 막힌 줄이나 그 옆줄을 알리면서 `mapping values are not allowed in this context` 또는 `did not find expected key`라고 해요. 줄 번호는 바로 앞의 `---`부터 세요. 한 단계마다 스페이스 두 칸을 더 들여쓰고 탭은 쓰지 마세요.

explain-Y03-title = 공백이 빠졌어요
explain-Y03-headline = `{ $file }` 파일의 { $line }번째 줄에서 `{ $sign }` 뒤에 공백이 없어요.
explain-Y03-because = 공백이 없으면 YAML은 그 줄 전체를 하나의 문자열로 읽고, 다음 줄에 가서야 막혀요. kubectl이 알려 주는 것은 그다음 줄이에요.
explain-Y03-long = 키는 `: `로 끝나고 목록의 항목은 `- `로 시작해요. 뒤의 공백까지가 기호예요. 그래서 `nginx:1.27`처럼 콜론이 든 이미지 이름도 하나의 문자열로 남아요. `replicas:3` 대신 `replicas: 3`, `-name: web` 대신 `- name: web`이라고 쓰세요.

explain-Y04-title = 따옴표가 닫히지 않았어요
explain-Y04-headline = `{ $file }` 파일의 { $line }번째 줄에서 따옴표가 닫히지 않았어요.
explain-Y04-because = 그 뒤로 파일 끝까지를 모두 한 문자열로 읽어요. 그래서 kubectl은 파일의 마지막 줄을 알려 줘요.
explain-Y04-long = kubectl은 `found unexpected end of stream`이라고 알려요. YAML에서는 대개 따옴표가 필요 없어요. `"1.0"`, `"true"`, `"yes"`처럼 다른 뜻으로 읽힐 수 있는 값이나 `*`, `{"{"}` 같은 기호로 시작하는 값에만 써요. `"`로 열었으면 `"`로, `'`로 열었으면 `'`로 닫으세요.

explain-Y06-title = 그런 필드가 없어요
explain-Y06-headline = `{ $path }` 필드는 없어요.
explain-Y06-headline-line = `{ $path }` 필드는 없어요. (`{ $file }` 파일의 { $line }번째 줄)
explain-Y06-headline-near = `{ $file }` 파일의 { $line }번째 줄에 `{ $near }` 대신 `{ $key }` 필드가 있어요.
explain-Y06-headline-level = `{ $file }` 파일의 { $line }번째 줄에서 `{ $key }` 필드가 다른 단계에 있어요.
explain-Y06-because = 오브젝트의 종류마다 있는 필드가 정해져 있고, 이름은 대소문자까지 똑같아야 해요. `kubectl explain`이 보여 줘요.
explain-Y06-because-level = `{ $right }` 자리에 있어야 하는데 `{ $path }` 자리에 적혀 있고, 그곳에는 이런 필드가 없어요. 단계는 들여쓰기가 정해요.
explain-Y06-long = 없는 필드라는 말이 나오면 이름을 잘못 적었거나 다른 단계에 적은 거예요. 단계는 들여쓰기로 정해져요. `kubectl explain deployment.spec` 명령은 그 단계의 필드를, `--recursive`를 붙이면 그 아래의 필드까지 보여 줘요. `replica: 3`은 이름이 다르고, `spec.template.spec` 아래의 `replicas`는 단계가 달라요. 맞는 곳은 `spec.replicas`예요. `kubectl get pod 이름 -o yaml` 명령으로 이미 있는 파드의 필드를 모두 볼 수도 있어요.

explain-Y07-title = 필드가 빠졌어요
explain-Y07-headline = `{ $file }` 파일에 `{ $key }` 필드가 빠졌어요.
explain-Y07-headline-inside = `{ $file }` 파일의 `{ $inside }` 아래에 `{ $key }` 필드가 빠졌어요.
explain-Y07-because = 이 필드에는 기본값이 없어서, 적지 않으면 오브젝트를 만들 수 없어요.
explain-Y07-long = 필드에는 대부분 기본값이 있지만 꼭 적어야 하는 것도 있어요. 컨테이너의 이름과 이미지, 파드의 `containers`, 서비스 포트의 `port`, 디플로이먼트의 `selector`와 `template`이 그래요. `kubectl explain pod.spec.containers` 명령은 이런 필드 대부분에 `-required-` 표시를 붙여요. 적었는데 다른 단계에 있을 수도 있으니 들여쓰기도 살펴보세요.

explain-Y08-title = 값의 형식이 달라요
explain-Y08-headline-list = `{ $file }` 파일의 `{ $path }` 필드에는 목록을 적어야 해요.
explain-Y08-headline-number = `{ $file }` 파일의 `{ $path }` 필드에는 숫자를 적어야 해요.
explain-Y08-headline-map = `{ $file }` 파일의 `{ $path }` 필드 아래에는 다른 필드가 더 있어야 해요.
explain-Y08-headline-text = `{ $file }` 파일의 `{ $path }` 필드에는 텍스트가 와야 해요.
explain-Y08-headline-selector = `{ $file }` 파일에서 서비스의 `selector`에는 `matchLabels` 없이 레이블을 바로 적어요.
explain-Y08-because-list = 목록의 항목은 하나뿐이더라도 `- `로 시작해요. `- name: web`이라고 적고, 나머지 필드는 `name`과 같은 칸에 맞춰요.
explain-Y08-because-number = 따옴표가 없는 숫자는 숫자이고, 따옴표로 감싸면 문자열이 돼요.
explain-Y08-because-map = 그 아래에 속하는 필드를 스페이스 두 칸 더 들여써서 적어요.
explain-Y08-because-text = 텍스트는 콜론 뒤 같은 줄에 적고, 그 아래에 다른 필드를 두지 않아요.
explain-Y08-because-selector = 디플로이먼트는 레이블 말고 다른 방법으로도 파드를 고를 수 있어서 `selector` 아래에 `matchLabels`를 적어요. 서비스는 레이블로만 고르니까 바로 아래에 적어요.
explain-Y08-long = 필드마다 문자열, 숫자, 참·거짓, 목록, 맵 가운데 하나로 형식이 정해져 있어요. `kubectl explain deployment.spec.template.spec.containers` 명령은 필드 이름 뒤에 `<integer>`, `<string>`처럼 형식을 보여 주고, 목록이면 `<[]Container>`라고 나와요. 파드에는 컨테이너가 여럿 있을 수 있어서 `containers`는 목록이고, 컨테이너마다 `- `를 붙여요. `replicas: "3"`은 문자열이고 `replicas: 3`은 숫자예요.

explain-Y09-title = kind와 apiVersion이 맞지 않아요
explain-Y09-headline = `{ $version }`에는 `{ $what }` 종류가 없어요. `{ $file }`에는 `{ $right }` 값을 써요.
explain-Y09-because = 오브젝트의 종류는 그룹으로 나뉘고 그룹마다 버전이 있어요. 파드와 서비스는 `v1`에, 디플로이먼트는 `apps/v1`에 있어요.
explain-Y09-long = `apiVersion`에는 그룹과 버전을 적어요. 가장 오래된 종류에는 그룹이 없어서 `v1`만 적어요. 맞는 짝은 `kubectl explain deployment` 명령의 KIND와 VERSION에, 모든 종류의 짝은 `kubectl api-resources` 명령에 나와요. 2019년 이전의 예제에는 지금은 없어진 버전(`extensions/v1beta1`, `apps/v1beta1`)이 적혀 있어요.

explain-Y10-title = kind가 맞지 않아요
explain-Y10-headline = `{ $what }` 종류는 없어요.
explain-Y10-headline-none = `{ $file }` 파일에 `kind`가 없는 문서가 있어요.
explain-Y10-headline-case = `{ $file }` 파일의 `kind`에는 `{ $what }` 대신 `{ $right }` 값을 써요.
explain-Y10-headline-near = `{ $what }` 종류는 없어요. `{ $file }` 파일에 `{ $right }` 값을 써요.
explain-Y10-because = 매니페스트에서는 종류를 `Deployment`처럼 대문자로 시작하는 단수로, 한 글자도 다르지 않게 적어요. 명령에서는 그만큼 엄격하지 않아요.
explain-Y10-because-none = 문서마다 `apiVersion`과 `kind`로 시작해요. 나머지를 어떻게 읽을지는 이 두 줄이 정해요.
explain-Y10-long = 명령에서는 `deployment`, `deployments`, `deploy`가 모두 같은 뜻이지만, 파일에는 `Deployment`라고만 적을 수 있어요. `kubectl api-resources` 명령의 KIND 열에 모든 종류가 나와요. 파일에 문서가 여럿이면 `---` 뒤의 문서에도 저마다 `apiVersion`과 `kind`가 있어야 해요.

explain-Y11-title = apiVersion이 없어요
explain-Y11-headline = `{ $file }` 파일에 `apiVersion`이 없는 문서가 있어요.
explain-Y11-headline-known = `{ $file }` 파일의 `{ $what }`에 `apiVersion`이 없어요. `{ $right }` 값을 써요.
explain-Y11-because = 문서마다 `apiVersion`과 `kind`로 시작해요. 나머지를 어떻게 읽을지는 이 두 줄이 정해요.
explain-Y11-long = `apiVersion`은 그 종류가 어느 그룹의 어느 버전에 있는지 알려 줘요. 파드, 서비스, 컨피그맵은 `v1`이고 디플로이먼트는 `apps/v1`이에요. `kubectl explain 종류` 명령으로 볼 수 있어요. 이름은 가운데의 V만 대문자인 `apiVersion`이에요. 파일에 문서가 여럿이면 문서마다 있어야 해요.

explain-Y12-title = 같은 키가 두 번 있어요
explain-Y12-headline = `{ $file }`에 `{ $key }` 키가 두 번 있어서, { $line }번째 줄의 값만 적용됐어요.
explain-Y12-headline-documents = `{ $file }` 파일의 { $line }번째 줄에서 두 번째 오브젝트가 시작하는데, 그 앞에 `---`가 없어요.
explain-Y12-because = 맵에서는 키마다 값이 하나예요. 같은 키가 또 나오면 YAML은 아무 말 없이 뒤의 값을 써요.
explain-Y12-because-documents = `---`가 없으면 둘을 하나로 읽어요. 양쪽에 다 있는 키는 뒤의 것이 앞의 것을 덮어서, 두 번째 오브젝트만 만들어졌어요.
explain-Y12-long = kubectl은 새 버전이라도 키가 두 번 나오는 것을 알려 주지 않아요. `created`나 `configured`가 여느 때처럼 나와요. 더 아래에 적힌 값이 쓰여요. 한 파일에 오브젝트를 둘 적을 때는 사이에 `---`만 있는 줄을 둬요. 없으면 앞의 `kind`, `metadata`, `spec`이 모두 뒤의 것으로 바뀌어요. 무엇이 만들어졌는지는 `kubectl get 종류 이름 -o yaml` 명령으로 볼 수 있어요.

explain-Y13-title = 레이블의 값이 문자열이 아니에요
explain-Y13-headline = `{ $file }` 파일에서 `{ $key }`의 값을 `"{ $value }"`처럼 따옴표로 감싸요.
explain-Y13-because = YAML은 숫자만 있으면 숫자로, `true`와 `false`는 참·거짓으로 읽어요. 레이블과 어노테이션의 값은 문자열이라서 따옴표가 필요해요.
explain-Y13-long = 레이블, 어노테이션, 셀렉터의 키와 값은 언제나 문자열이에요. `app: web`은 따옴표가 없어도 문자열이지만, `version: 1`, `version: 1.0`, `ready: true`는 문자열이 아니에요. `version: 1` 대신 `version: "1"`이라고 쓰세요. 환경 변수의 값과 컨피그맵의 데이터도 마찬가지예요.

explain-Y14-title = 파일이 없거나 비어 있어요
explain-Y14-headline = 작업 폴더에 `{ $file }` 파일이 없어요.
explain-Y14-headline-near = `{ $file }` 파일은 없고, `{ $near }` 파일이 있어요.
explain-Y14-headline-empty = `{ $file }` 파일에 오브젝트가 하나도 없어요.
explain-Y14-headline-folder = `{ $file }` 폴더에 매니페스트가 없어요.
explain-Y14-because = kubectl은 명령을 입력한 폴더에서 파일을 찾아요. `files` 명령으로 작업 폴더에 무엇이 있는지 볼 수 있어요.
explain-Y14-because-empty = 파일이 비어 있거나 주석만 있어요. 편집기에서 저장하지 않고 나왔을 때 이렇게 돼요.
explain-Y14-because-folder = 폴더를 주면 kubectl은 `.yaml`, `.yml`, `.json`으로 끝나는 파일만 읽고, 그 안의 폴더는 `-R` 없이는 읽지 않아요.
explain-Y14-long = `-f` 뒤에는 파일 하나, 여러 개(`-f a.yaml -f b.yaml`), 또는 폴더를 적어요. 경로는 명령을 입력한 폴더부터 따져요. podo에서는 레슨의 작업 폴더예요. `files`는 폴더의 파일을 보여 주고, `edit web.yaml`은 파일을 열어요. 없으면 새로 만들어요. 폴더를 줄 때는 파일 이름의 끝도 중요해서 `web.yaml.txt`는 읽지 않아요.

explain-Y15-title = 파일을 아직 적용하지 않았어요
explain-Y15-headline = `{ $file }` 파일의 내용이 `{ $name }` { $noun }에는 아직 적용되지 않았어요.
explain-Y15-headline-never = `{ $name }` { $subject } `{ $file }` 파일에 적혀 있는데, 아직 적용하지 않았어요.
explain-Y15-because = 파일은 내 컴퓨터에 있을 뿐이에요. `kubectl apply`로 건네야 클러스터가 알게 돼요.
explain-Y15-long = 매니페스트를 저장해도 클러스터에서는 아무것도 바뀌지 않아요. `kubectl diff -f web.yaml`은 적용하면 무엇이 바뀌는지 보여 주고, `kubectl apply -f web.yaml`은 실제로 바꿔요. 같은 파일을 또 적용해도 괜찮아요. 다른 점이 없으면 `unchanged`라고 나와요. 쓰던 편집기로 고쳤다면 저장했는지도 확인하세요.

explain-Y17-title = 다른 레이블로 지웠어요
explain-Y17-headline = `{ $selector }` 레이블이 붙은 것이 없어서 아무것도 지워지지 않았어요.
explain-Y17-headline-has = `{ $selector }` 레이블이 붙은 것은 없고, `{ $name }` { $noun }에는 `{ $labels }` 레이블이 있어요.
explain-Y17-headline-no-kind = 어떤 레이블인지는 적었는데, 어떤 종류를 지울지 적지 않았어요.
explain-Y17-headline-name = 이름과 레이블을 함께 적었는데, kubectl은 둘 중 하나만 받아요.
explain-Y17-headline-too-much = `{ $name }` { $subject } 함께 지워졌어요. 이것에도 `{ $selector }` 레이블이 있었어요.
explain-Y17-because = kubectl은 `No resources found`라고 알리고 성공으로 여겨요. 그 레이블이 붙은 것이 없는 상태니까요. 그래서 `get -l`로 먼저 봐요.
explain-Y17-because-no-kind = 레이블은 주소가 아니에요. `deployments,services`처럼 어떤 종류에서 찾을지도 알려 줘야 해요.
explain-Y17-because-name = 이름은 오브젝트 하나를, 레이블은 그것이 붙은 모두를 가리켜요. 필요 없는 쪽을 빼세요.
explain-Y17-because-too-much = 레이블로 지우면 그 레이블이 붙은 것이 묻지도 않고 모두 지워져요. 같은 `-l`을 붙인 `kubectl get`으로 미리 볼 수 있어요. `reset`을 하면 시작 상태로 돌아가요.
explain-Y17-long = `kubectl delete deployments,services -l app=web` 명령은 네임스페이스에서 그 레이블이 붙은 디플로이먼트와 서비스를 모두 지워요. 파드의 레이블이 아니라 오브젝트 자신의 레이블을 봐요. 무엇에 어떤 레이블이 있는지는 `kubectl get deployments,services --show-labels` 명령에 나오고, `kubectl get deployments,services -l app=web` 명령은 지워질 것을 그대로 보여 줘요. 지우는 명령 끝에 `--dry-run=client`를 붙이면 지우지 않고 알려 주기만 해요.

explain-Y18-title = 레이블에 이미 값이 있어요
explain-Y18-headline = `{ $key }`에 이미 `{ $value }` 값이 있어서 바뀌지 않았어요.
explain-Y18-because = `--overwrite`를 붙이지 않으면 kubectl은 레이블이나 어노테이션을 덮어쓰지 않아요. 예전 값을 쓰고 있는 것이 있을지도 모르니까요.
explain-Y18-long = `kubectl label deployment web app=shop` 명령은 그 키의 레이블이 없을 때 새로 붙여요. 이미 있으면 `--overwrite`를 붙여서 바꾸고, `kubectl label deployment web app-`로 떼어 내요. 셀렉터가 레이블을 보고 있으니, 바꾸면 서비스가 파드를 놓칠 수도 있어요. 무엇이 그 레이블을 쓰는지 먼저 보세요.

explain-Y19-title = 파일과 다르게 명령으로 바꿨어요
explain-Y19-headline = `{ $name }`의 `{ $field }` 값을 다른 명령이 바꿔서 `{ $file }` 파일과 달라요.
explain-Y19-headline-behind = `{ $name }` { $noun }의 `{ $field }` 필드를 명령이 `{ $was }` 값에서 `{ $live }` 값으로 바꿨어요.
explain-Y19-because = 파일을 적용한 뒤에, 파일을 거치지 않고 클러스터의 오브젝트가 바뀌었어요. 다음번 `kubectl apply`는 이 필드를 파일에 적힌 값으로 되돌려요.
explain-Y19-because-behind = 클러스터의 값은 맞을 수도 있지만 `{ $file }` 파일에 적혀서 적용된 것이 아니에요. 옛 파일을 다음에 `kubectl apply`하면 되돌아가요. 파일에 적고 나서 적용하세요.
explain-Y19-long = 오브젝트를 파일로 관리한다면 파일을 고치고 적용해요. `kubectl scale`, `set image`, `edit`, `patch`는 클러스터의 오브젝트만 바꿔요. 파일은 그 사실을 모르니, 누구든 다음에 `apply`를 하면 되돌아가요. `kubectl diff -f web.yaml` 명령으로 어디가 달라졌는지 볼 수 있어요. 파일을 다시 적용하거나, 바꾼 값을 파일에 적고 나서 적용하세요.

explain-Y20-title = 파일에 없는 필드가 남아 있어요
explain-Y20-headline = `{ $file }` 파일에 `{ $field }` 필드가 없는데도 `{ $name }` { $noun }에는 남아 있어요.
explain-Y20-because = `kubectl apply`는 예전에 `apply`로 넣은 것만 지워요. 이 필드는 다른 방법으로 들어왔어요.
explain-Y20-long = `kubectl apply`는 파일, 클러스터의 오브젝트, 그리고 지난번에 적용한 내용을 비교해요. 지난번 내용은 오브젝트의 어노테이션에 적혀 있어요. 지난번에 있었는데 파일에 없는 필드는 지워요. `kubectl create`, `set`, `edit`, `patch`로 들어온 필드는 지난번 내용에 없으니 건드리지 않아요. `kubectl replace -f web.yaml` 명령은 오브젝트의 내용 전체를 파일에 적힌 것으로 바꿔요.

explain-Y21-title = 쿠버네티스가 읽지 못하는 수량이에요
explain-Y21-headline = 명령이 거절됐어요. 수량을 쿠버네티스가 읽을 수 있게 적지 않았어요.
explain-Y21-headline-file = `{ $file }` 파일의 `{ $value }` 값은 쿠버네티스가 읽을 수 있는 수량이 아니에요.
explain-Y21-headline-near = `{ $file }` 파일의 `{ $value }` 값은 쿠버네티스에서는 `{ $right }`, 이렇게 적어요.
explain-Y21-because = 수량은 숫자 바로 뒤에 단위를 붙여 적어요. 메모리와 스토리지는 `Mi`, `Gi`, CPU의 1000분의 1은 `m`이에요. 끝에 `B`는 붙이지 않아요.
explain-Y21-long = 메모리와 스토리지의 수량은 바이트에 단위를 붙인 것이에요. `Ki`, `Mi`, `Gi`는 1024, 1024², 1024³이고, `k`, `M`, `G`는 1000, 1000², 1000³이에요. CPU는 `1`, `0.5`처럼 개수로 적거나 `500m`처럼 1000분의 1 단위로 적어요. 대소문자도 달라요. `m`은 1000분의 1이라서 메모리에 `128m`을 쓰면 거의 0이에요. 잘못된 예: `100MiB`, `1 Gi`, `2GB`. 올바른 예: `100Mi`, `1Gi`, `2G`.
