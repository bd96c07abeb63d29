### Explanations: for each code a title, a headline, a because, and a long text.

explain-A01-title = Nothing answered yet
explain-A01-headline = The question `{ $id }` has no answer yet.
explain-A01-because = Find the value on the cluster and type `answer { $id } VALUE`; it is compared with what the cluster says now.
explain-A01-long = A question is answered with a value that stands somewhere on the cluster. Find it with the commands of the lesson and type `answer VALUE`. Case and spaces around it do not count, and neither does a `kind/` in front of a name.

explain-A02-title = The answer differs from the cluster's value
explain-A02-headline = `{ $given }` is not the value that the cluster has now.
explain-A02-because = Answers are compared with the live value on the cluster, not with a fixed one.
explain-A02-long = podo reads the value from the cluster at the moment of the check, so the right answer can change while you work. Look again, and copy the value as it stands there. `kubectl get` shows the most used fields; `-o yaml` shows all of them.

explain-A03-title = Another value was answered
explain-A03-headline = `{ $given }` is another value than the one asked for.
explain-A03-because = Read once more what the question asks for, and look that value up again.
explain-A03-long = Several fields of an object look alike: the Pod's name and the container's, the number wanted and the number ready. The value that was answered stands in such a neighbouring place. Read once more which object and which field the question names.

explain-C01-title = The ConfigMap or Secret of a variable is not there
explain-C01-headline = The container needs the { $source } `{ $map }`, and there is none of that name.
explain-C01-headline-near = There is no { $source } `{ $map }`, but one with the name `{ $nearest }`.
explain-C01-because = Environment variables have to be known before a container starts, so the kubelet waits for the object to appear.
explain-C01-because-near = The Pod names it to the letter, in its own namespace. With another name it is another object.
explain-C01-long = A variable with `configMapKeyRef` or `secretKeyRef`, or `envFrom`, takes its value from an object in the Pod's own namespace. While that object is missing, the container stays in `CreateContainerConfigError`; the kubelet tries again every ten or twenty seconds, so the container starts by itself once the object is there. `kubectl get configmaps` shows the names, and `kubectl describe pod NAME` the Event with the reason. With `optional: true` the container starts without the variable instead.

explain-C02-title = The ConfigMap or Secret of a volume is not there
explain-C02-headline = A volume needs the { $source } `{ $map }`, and there is none of that name.
explain-C02-headline-near = A volume names the { $source } `{ $map }`, but it is called `{ $nearest }`.
explain-C02-because = The volumes of a Pod are prepared before its first container, so all of them wait in `ContainerCreating`.
explain-C02-because-near = The volume names it to the letter, in the Pod's own namespace. With another name it is another object.
explain-C02-long = A volume of the type `configMap` or `secret` is filled by the kubelet before it makes any container of the Pod. Until the object is there, `kubectl get pods` shows `ContainerCreating`, and `kubectl describe pod NAME` an Event `FailedMount`. The kubelet tries again at growing intervals, so after the object was made the Pod may need up to two minutes. `kubectl get configmaps` shows which names there are.

explain-C03-title = The key of a variable is not there
explain-C03-headline = The { $source } `{ $map }` is there, but has no key `{ $key }`.
explain-C03-headline-near = The { $source } `{ $map }` has no key `{ $key }`; it has `{ $nearest }`.
explain-C03-because = A variable takes the value of exactly one key, and keys are told apart to the letter, capitals included.
explain-C03-long = `configMapKeyRef` and `secretKeyRef` name an object (`name`) and a key in it (`key`). The name of the variable may be another than that of the key. Without the key the container stays in `CreateContainerConfigError`, and the kubelet says `couldn't find key`. `kubectl describe configmap NAME` shows the keys. Add the key, or correct `key` in the Pod template.

explain-C04-title = The key of a volume is not there
explain-C04-headline = A volume wants the key `{ $key }`, which the { $source } `{ $map }` does not have.
explain-C04-headline-near = A volume wants the key `{ $key }`; the { $source } `{ $map }` has `{ $nearest }`.
explain-C04-because = With `items` a volume mounts only the keys it names, and waits until all of them are there.
explain-C04-long = Without `items`, each key of a ConfigMap becomes a file with the name of the key. With `items` you choose: `key` is the key, `path` the name of the file. A key that is not there keeps all containers of the Pod in `ContainerCreating`, with an Event `FailedMount` that says `references non-existent config key`. `kubectl describe configmap NAME` shows the keys.

explain-C05-title = The variable has the value from the start of the container
explain-C05-headline = `{ $name }` still has the old value of `{ $key }`: it started before the change.
explain-C05-headline-pod = The Pod `{ $name }` still has the old value of `{ $key }`: it is older.
explain-C05-because = Environment variables are read once, when a container starts. Changing a ConfigMap does not start anything anew.
explain-C05-long = The environment of a process is handed over at its start and cannot be changed from outside afterwards. After a change of a ConfigMap, Pods that take variables from it have the old value until their containers start again, and nothing says so. `kubectl rollout restart deployment/NAME` replaces the Pods one after the other. A bare Pod has to be made anew.

explain-C06-title = The files follow soon
explain-C06-headline = `{ $map }` has the new text; the files in the Pod follow in a minute or so.
explain-C06-because = The kubelet renews the files of a mounted ConfigMap when it next looks at the Pod, about once a minute.
explain-C06-long = A ConfigMap that is mounted as a volume is followed: some time after a change, up to a minute and a little more, the kubelet writes the new files. All of them change at the same moment. The container is not restarted, so a program that reads its file only at the start does not notice. Environment variables and `subPath` mounts are not renewed.

explain-C07-title = A file mounted with subPath is not renewed
explain-C07-headline = `{ $name }` mounts `{ $key }` with `subPath`, so it keeps the old text.
explain-C07-headline-pod = The Pod `{ $name }` mounts `{ $key }` with `subPath`, so it keeps the old text.
explain-C07-because = `subPath` mounts the one file as it is when the container starts. When the volume gets new files, that mount still shows the old one.
explain-C07-long = The kubelet renews a mounted ConfigMap by exchanging the whole folder. A container that mounts the folder sees the new files; one that mounts a single file out of it with `subPath` goes on seeing the old file until it starts again. `kubectl rollout restart deployment/NAME` does that. If the text has to follow by itself, mount the folder without `subPath`.

explain-C08-title = The ConfigMap or Secret can no longer be changed
explain-C08-headline = The { $kind } `{ $name }` is immutable, so it cannot be changed.
explain-C08-headline-opened = The { $kind } `{ $name }` is immutable, and that cannot be undone.
explain-C08-because = With `immutable: true` the cluster refuses every change of the data, and of that field. Deleting it and making it anew is the only way.
explain-C08-long = `immutable: true` protects a ConfigMap or Secret from changes by accident, and spares the kubelets from watching it. It cannot be taken back: another value needs another object. `kubectl replace --force -f FILE` deletes it and makes it anew in one step; Pods that read it are restarted after that, with `kubectl rollout restart deployment/NAME`. Many give each version a name of its own and change the name in the Pod. Wrong: `kubectl apply -f paint.yaml`. Right: `kubectl replace --force -f paint.yaml`.

explain-C09-title = Something optional is not there
explain-C09-headline = The Pod `{ $pod }` started without the { $source } `{ $map }`, which is not there.
explain-C09-headline-key = The Pod `{ $pod }` started without `{ $key }`: the { $source } `{ $map }` has no such key.
explain-C09-because = With `optional: true` a Pod does not wait for what it names. The variable or the file is left out, without an Event or an error.
explain-C09-long = A Pod waits for the ConfigMaps and Secrets that it names, and says so. `optional: true` takes that away: what is missing is left out silently, and the program finds an empty variable or an empty folder. A typo in a name looks the same. Compare the names in `kubectl describe pod NAME` with `kubectl get configmaps,secrets`. Once it is there, files appear within a minute or two, variables only when the container starts again. Without `optional`, the Pod would have told: use it only for what may really be missing. Wrong: `name: furniture` with `optional: true`, when the ConfigMap is called `paint`. Right: `name: paint`.

explain-C10-title = The value of a variable is not text
explain-C10-headline = The file was refused: the value of a variable is a number or a true/false, not text.
explain-C10-headline-file = Line { $line } of `{ $file }`: `{ $value }` without quotes is not text.
explain-C10-because = Environment variables are always text. YAML takes a bare number, `true` or `yes` for something else, and the API accepts only text here.
explain-C10-long = YAML decides by how a value looks: `8080` is a number, `true` is a truth value, and for kubectl so are `yes`, `no`, `on` and `off`. With quotes each of them is text. The object is refused, so it stays as it was. Wrong: `value: 8080`. Right: `value: "8080"`.

explain-C11-title = A value in a ConfigMap is not text
explain-C11-headline = The file was refused: a value in the ConfigMap is not text.
explain-C11-headline-file = Line { $line } of `{ $file }`: `{ $value }` without quotes is not text.
explain-C11-because = The values in `data` of a ConfigMap are always text. YAML takes a bare number, `true` or `yes` for something else.
explain-C11-long = YAML decides by how a value looks: `80` is a number, `true` is a truth value, and for kubectl so are `yes`, `no`, `on` and `off`. With quotes each of them is text. The ConfigMap is refused, so it stays as it was. Wrong: `port: 80`. Right: `port: "80"`. `kubectl create configmap --from-literal=port=80` needs no quotes: there everything is text.

explain-C12-title = The key cannot be the name of a variable
explain-C12-headline = The key `{ $key }` of ConfigMap `{ $map }` was skipped: it cannot name a variable.
explain-C12-because = `envFrom` makes a variable of each key, and here the name of a variable may not begin with a digit.
explain-C12-long = The keys of a ConfigMap may hold letters, digits, `-`, `_` and `.`. `envFrom` takes a key for the name of an environment variable; older versions of Kubernetes skip names that begin with a digit, with an Event `InvalidEnvironmentVariableNames` and without stopping the container. Newer versions accept nearly all names. Rename the key (`LIMIT_1` for `1-limit`), or give it a name with `configMapKeyRef`.

explain-C13-title = Another value of the same name wins
explain-C13-headline = The variable `{ $variable }` is given twice, and the later value wins.
explain-C13-headline-map = `{ $variable }` stands in `env` too, and wins over ConfigMap `{ $map }`.
explain-C13-because = Of several variables with one name the last counts, and `env` comes after `envFrom`.
explain-C13-long = A container first gets the variables of `envFrom`, in order, then those of `env`, in order. Each replaces an earlier one of the same name, without a warning from the cluster. That is useful to change a single value of a ConfigMap for one Deployment, and a surprise where an old entry was left behind. `kubectl set env deployment/NAME --list` shows all entries; `kubectl set env deployment/NAME VARIABLE-` takes one out of `env`.

explain-C14-title = The whole file became one key
explain-C14-headline = ConfigMap `{ $map }` has no key `{ $key }`: the file is its key `{ $file }`.
explain-C14-headline-manifest = ConfigMap `{ $map }` holds the whole file `{ $file }` as one value, and no key `{ $key }`.
explain-C14-because = `--from-file` makes one key per file, with the file's name. The lines inside stay the text of that one value.
explain-C14-because-manifest = `--from-file` takes a file as a value, whatever is in it. A file that describes an object is handed over with `kubectl apply -f`.
explain-C14-long = `kubectl create configmap` has three sources. `--from-literal=KEY=VALUE` gives one key. `--from-file=FILE` gives one key with the name of the file and all of its content, as one wants it for a volume. `--from-env-file=FILE` reads lines of the form `KEY=VALUE` and gives one key for each, as one wants it for environment variables. `kubectl describe configmap NAME` shows what came of it.

explain-C15-title = A value in a Secret is not base64
explain-C15-headline = A value below `data` of the Secret is not base64.
explain-C15-headline-key = `{ $key }` below `data` of the Secret `{ $name }` is not base64.
explain-C15-headline-number = A value below `data` of the Secret is a number or a true/false, not text.
explain-C15-because = The values of `data` are base64, so that they can hold any bytes. Plain text belongs below `stringData`.
explain-C15-long = A Secret keeps its values in base64. That is a way of writing bytes, and no encryption. In a file there are two places: `data` takes base64, as `echo -n purple | base64` prints it (the `-n` leaves out the line break), and `stringData` takes plain text, in quotes if it looks like a number; the cluster encodes it. A word that happens to be valid base64, such as `password`, is accepted below `data` and decoded to something else. `kubectl create secret generic access --from-literal=colour=purple` needs no base64 at all. Wrong: `data: { "{" }colour: dark purple{ "}" }`. Right: `stringData: { "{" }colour: dark purple{ "}" }`.

explain-C16-title = A ConfigMap and a Secret were mixed up
explain-C16-headline = `{ $map }` is a { $other }, and the Pod asks for a { $source } of that name.
explain-C16-because = ConfigMaps and Secrets are different kinds, so each needs its own kind of reference.
explain-C16-long = A Pod names the two with different fields: `configMapKeyRef`, `configMapRef` and `configMap` for a ConfigMap, `secretKeyRef`, `secretRef` and `secret` (with `secretName`) for a Secret. A ConfigMap and a Secret may have the same name and are still two objects. `kubectl get configmaps,secrets` shows both kinds.

explain-D01-title = Docker does not answer
explain-D01-headline = Docker's daemon does not answer, so no image can be built or looked at.
explain-D01-headline-denied = This user may not talk to Docker's daemon.
explain-D01-because = The command `docker` only passes on what is asked; the daemon does the work, and it is not running or is somewhere else.
explain-D01-because-denied = The daemon's socket belongs to another user or group, so the command was turned away at the door.
explain-D01-long = `docker` is two programs: the command, and a daemon that builds and keeps the images. On macOS and Windows the daemon is started with Docker Desktop, on Linux with `sudo systemctl start docker`. Where it is listening stands in the variable `DOCKER_HOST` or in `docker context ls`. On Linux a user has to be in the group `docker`, and to log in anew afterwards, to be let in. `docker version` shows a part `Server` when all is well.

explain-D02-title = The folder to build from is missing
explain-D02-headline = `{ $command }` does not say which folder to build from.
explain-D02-because = `docker build` takes a folder as its last word, and the files that the Dockerfile copies come from there. The folder you are in is `.`.
explain-D02-long = `docker build` needs a folder, the build context. The Dockerfile is looked for in it, and `COPY` can reach nothing outside it. It is easily forgotten, because it is often only a dot. Wrong: `docker build -t shop:1`. Right: `docker build -t shop:1 .`

explain-D03-title = There is no Dockerfile
explain-D03-headline = There is no file `Dockerfile` in the folder `{ $folder }`.
explain-D03-headline-named = There is no file `{ $file }` to build from.
explain-D03-headline-folder = There is no folder `{ $folder }` to build from.
explain-D03-because = How an image is built stands in a Dockerfile, and docker looks for it in the folder that the command ends with, or where `-f` says.
explain-D03-long = Without `-f`, `docker build` looks for a file called `Dockerfile` in the build context, with a capital D and nothing behind it. Editors on some systems like to add `.txt`. In podo `files` lists what is in the working folder. Wrong: `docker build -t shop:1 -f Dockerfile.txt .`. Right: `docker build -t shop:1 .`

explain-D04-title = A file to copy is not in the folder
explain-D04-headline = The Dockerfile copies `{ $file }`, which is not in the folder `{ $folder }`.
explain-D04-because = `COPY` takes files from the build context only, the folder that `docker build` ends with. Its left side is a path in that folder.
explain-D04-long = The paths on the left of `COPY` begin in the build context and cannot leave it; a file `.dockerignore` can hide some. Either the name has a typo, or the command names another folder than the one with the file. In podo `files` lists the working folder. Wrong: `COPY indx.html /usr/share/nginx/html/`. Right: `COPY index.html /usr/share/nginx/html/`.

explain-D05-title = No image can have that name
explain-D05-headline = `{ $image }` cannot be the name of an image.
explain-D05-because = Names of images are lower case and have no spaces. Only the tag behind the `:` may have capitals.
explain-D05-long = The name of an image consists of lower-case letters, digits, `.`, `_` and `-`, with `/` between its parts; the tag follows a `:`. Docker refuses any other form before it does anything. Wrong: `docker build -t Shop:1 .`. Right: `docker build -t shop:1 .`

explain-D06-title = Docker has no image of that name
explain-D06-headline = Docker has no image `{ $image }` here.
explain-D06-headline-near = Docker has no image `{ $image }`; there is one called `{ $nearest }`.
explain-D06-headline-swapped = `{ $image }` is not there yet; the present name comes first.
explain-D06-because = `docker tag` and `docker push` need an image that is on this computer under exactly that name and tag. Without a tag `latest` is meant.
explain-D06-because-swapped = `docker tag` reads the first name as the image there is, here `{ $nearest }`, and the second as the name it is to get.
explain-D06-long = `docker image ls` shows which names there are. `shop` without a tag means `shop:latest`, which is another name than `shop:1`. `docker tag` takes the present name first, then the new one. `docker push` pushes an image under the name it has, so it has to be tagged with the registry's address before. Wrong: `docker push localhost:5000/shop`. Right: `docker tag shop:1 localhost:5000/shop:1`, then `docker push localhost:5000/shop:1`.

explain-D07-title = The registry refuses the image
explain-D07-headline = The registry `{ $registry }` does not let you push `{ $image }`.
explain-D07-headline-bare = The name `{ $image }` leads to the official images of Docker Hub, where you may not push.
explain-D07-because = Either nobody is logged in, or the account in the image's name is not yours. The registry answers both in the same way.
explain-D07-because-bare = Without a registry or an account in front, a name belongs to Docker Hub's official images. Your own image needs a name that begins with yours.
explain-D07-long = Where an image is pushed to is a part of its name: `ACCOUNT/shop:1` goes to that account on Docker Hub, `localhost:5000/shop:1` to the registry at that address. `docker login` logs you in to Docker Hub, `docker login REGISTRY` elsewhere. Wrong: `docker push shop:1`. Right: `docker tag shop:1 ACCOUNT/shop:1`, then `docker push ACCOUNT/shop:1`.

explain-D08-title = Docker cannot reach the registry
explain-D08-headline = Docker gets no answer from the registry `{ $registry }`.
explain-D08-headline-bare = Docker wanted to push `{ $image }` to Docker Hub, and did not reach it.
explain-D08-headline-http = The registry `{ $registry }` answers without encryption, and Docker insists on it.
explain-D08-because = The address stands in the image's name, before the first `/`. No registry is running there, or the way to it is blocked.
explain-D08-because-bare = A name without a registry in front means Docker Hub. If another registry was meant, its address has to be in the name.
explain-D08-because-http = Only registries on `localhost` may do without a certificate, unless Docker is told so (`insecure-registries`).
explain-D08-long = `docker push` sends an image to the registry in its name: `localhost:5000/shop:1` to port 5000 of this computer. With minikube a registry is started by `minikube addons enable registry`, and a small container leads Docker to it, as the lesson on images describes. A registry on another computer must have a certificate or be listed under `insecure-registries` in Docker's settings. Check the port: `localhost:5001` is not `localhost:5000`.

explain-D09-title = The image has another name or tag
explain-D09-headline-bare = `{ $found }` leads to no registry; `{ $image }` is to have one in front.
explain-D09-headline-name = The image has to be called `{ $image }`; there is one called `{ $found }`.
explain-D09-headline-tag = There is `{ $found }`, but `{ $image }` is wanted.
explain-D09-because = One image can have several names, so the right one can be given to it as well.
explain-D09-because-bare = A name says where the image belongs. Without a registry's address or an account before the first `/` it belongs to Docker Hub's official images.
explain-D09-because-tag = Without a tag an image gets `latest`, and any other tag is another name. The image does not have to be built again for that.
explain-D09-long = The name of an image reads `REGISTRY/REPOSITORY:TAG`, and every part counts. `docker image ls` shows the names there are. `docker tag` gives an image one more name, and `docker image rm` takes one away. Wrong: `docker build -t shop .`, which makes `shop:latest`. Right: `docker build -t shop:1 .`

explain-D10-title = There is no such image yet
explain-D10-headline = Docker has no image `{ $image }` yet.
explain-D10-headline-anywhere = Docker has no image yet whose name ends in `/{ $image }`.
explain-D10-headline-nameless = An image was built without a name, so it is not found as `{ $image }`.
explain-D10-because = Images are made by `docker build` and get further names by `docker tag`. Nothing here has made this one.
explain-D10-because-anywhere = An image gets a further name by `docker tag`. What stands before the last `/` says which registry or account it belongs to.
explain-D10-because-nameless = Without `-t` the image has only an ID, and `docker image ls --all` shows it as `<none>` or `<untagged>`. Build it once more with a name; the layers are there already.
explain-D10-long = `docker image ls` lists the images of this computer. `docker build -t NAME:TAG FOLDER` makes one; without `-t` it has no name. Images of the computer, of a registry and of the cluster's nodes are three different things: what is in one of these places is not by itself in another.

explain-D11-title = The new tag stands for the old image
explain-D11-headline = `{ $image }` holds the same as `{ $other }`: nothing has changed.
explain-D11-headline-tagged = `{ $image }` is only a second name for `{ $other }`.
explain-D11-because = The files were the same as before, so the builder took the layers it had. Save the change first, then build again.
explain-D11-because-tagged = `docker tag` gives an image one more name and changes nothing in it. New contents take a new build.
explain-D11-long = An image does not change once it is built. `docker build` looks for each line of the Dockerfile whether the files it needs have changed; where they have not, the layer from before is used. So two builds of the same files are one image. If you have changed a file, look whether it is saved, and whether it is the one in the folder that the command names. `docker image history NAME:TAG` shows the layers.

explain-D12-title = Two names that should be one image are two
explain-D12-headline = `{ $image }` is not the image that is now called `{ $other }`.
explain-D12-because = A name stays with the image it was given to. When an image is built again, its other names still stand for the old one.
explain-D12-long = A build gives its name to the new image; other names of the old one do not move along. `docker image ls` shows by the ID which names belong together. After each build the image has to be tagged and pushed again: `docker build -t shop:1 .`, `docker tag shop:1 localhost:5000/shop:1`, `docker push localhost:5000/shop:1`.

explain-D13-title = The image is here, but not where the cluster looks
explain-D13-headline = `{ $image }` is in Docker here and was not pushed to its registry.
explain-D13-headline-local = `{ $image }` is only in Docker here; its name leads to no registry of yours.
explain-D13-headline-since = `{ $image }` has been pushed since, and the node has not asked again yet.
explain-D13-because = The node does not look into your Docker. It asks the registry that the name leads to, and that does not have the image.
explain-D13-because-local = The node does not look into your Docker. By this name it asks Docker Hub, which does not have the image.
explain-D13-because-since = After a failed try the node waits before the next one, up to five minutes. New Pods try at once.
explain-D13-long = An image can be in three places: in Docker on the computer that built it, in a registry, and on a node of the cluster. `docker push` brings it from the first to the second; the node fetches it from there when a Pod needs it. So the name in `--image` has to lead to a registry that has the image. Wrong: `kubectl create deployment shop --image=shop:1` right after a build. Right: `docker push localhost:5000/shop:1`, then `--image=localhost:5000/shop:1`. On minikube `minikube image load NAME:TAG` puts an image onto the node without a registry.

explain-H01-title = The Node is not ready
explain-H01-headline = The Node `{ $name }` is not ready, so no Pod can start on it.
explain-H01-headline-silent = The Node `{ $name }` has stopped reporting, so no Pod can start on it.
explain-H01-headline-unseen = The Pod `{ $name }` has to wait, because no Node seems to be ready.
explain-H01-because = A Node that is not ready is given no new Pods, and its Pods count as not ready. This is the cluster's state, not a fault in a manifest.
explain-H01-long = On every Node the kubelet reports every few seconds that it is well; when it does not, the condition `Ready` becomes `False` or `Unknown`. `kubectl get nodes` shows it as `NotReady`, and `kubectl describe node NAME` says why. On minikube the usual cause is a stopped or suspended machine, and `minikube start` brings it back.

explain-H02-title = The Node is cordoned
explain-H02-headline = The Node `{ $name }` is cordoned: it keeps its Pods but takes no new ones.
explain-H02-because = `kubectl cordon` sets `spec.unschedulable` on the Node, and the scheduler then passes it by until `kubectl uncordon`.
explain-H02-long = Cordoning a Node is how one prepares it for maintenance: Pods that run there stay, new ones go elsewhere. `kubectl get nodes` shows `SchedulingDisabled`. With a single Node there is no elsewhere, so new Pods stay `Pending`. `kubectl drain NAME` cordons too, and leaves it so; `kubectl uncordon NAME` opens the Node again.

explain-H03-title = The node is short of something
explain-H03-headline = The node `{ $name }` reports `{ $pressure }`, and takes no new Pods.
explain-H03-headline-evicted = The node `{ $node }` was low on { $resource } and put the Pod `{ $pod }` out.
explain-H03-because = While a node is under `{ $pressure }`, Kubernetes taints it, so that the scheduler passes it by, and the kubelet may put out Pods that run there.
explain-H03-because-evicted = Before a node runs out of a resource, the kubelet ends Pods that use more than they asked for. An evicted Pod stays `Failed`; a Deployment makes another.
explain-H03-long = A node watches its memory, its disk and its process numbers. When one runs short, a condition becomes `True` (`MemoryPressure`, `DiskPressure`, `PIDPressure`), new Pods stay away, and the kubelet evicts Pods until there is room. The cluster is at fault here, and not the Pod. `kubectl describe node NAME` shows the conditions, `minikube ssh -- df -h` the disks. Mostly unused images fill the disk: `minikube ssh -- docker image prune -a` removes them. It takes some minutes until the condition is `False` again. `kubectl delete pod --field-selector=status.phase=Failed` tidies up evicted Pods.

explain-H04-title = The cluster has no node
explain-H04-headline = The cluster has no node at all, so the Pod `{ $pod }` can run nowhere.
explain-H04-because = Pods run on nodes. The control plane answers and keeps objects, but there is no machine that would run them.
explain-H04-long = `kubectl get nodes` shows the machines of the cluster. A node enters itself when its kubelet starts, so after `kubectl delete node NAME` it stays away until the kubelet is started again. With minikube, `minikube stop` and `minikube start` bring it back, with all that was in the cluster. Pods that wait are placed as soon as there is a node. Wrong: `kubectl delete node minikube`, to have a node empty. Right: `kubectl drain minikube`.

explain-K01-title = There is no kubeconfig
explain-K01-headline = kubectl found no kubeconfig and tried its default address, `{ $address }`.
explain-K01-headline-named = The kubeconfig that the command names does not exist.
explain-K01-because = The kubeconfig says where the cluster is and who you are. Without it kubectl falls back to localhost:8080, where no cluster lives.
explain-K01-because-named = `--kubeconfig` must name a file that is there. In podo the flag is not needed: podo hands kubectl a kubeconfig of its own.
explain-K01-long = kubectl reads the file `~/.kube/config`, or the files that the variable `KUBECONFIG` lists. It holds clusters, users, and contexts that pair the two. `kubectl config view` shows what was read; an empty answer means that nothing was found. `minikube start` writes the file, and `minikube update-context` repairs it.

explain-K02-title = The cluster is not running
explain-K02-headline = Nothing answers at `{ $address }`: the cluster is not running.
explain-K02-because = The machine refused the connection: no API server listens at the address in the kubeconfig.
explain-K02-long = A refused connection means that the machine is there and no program listens on that port. It is what one sees after `minikube stop` or a restart of the computer. `minikube status` tells whether the cluster runs, and `minikube start` starts it with everything that was on it.

explain-K03-title = The server's name is unknown
explain-K03-headline = The host `{ $host }` of the API server cannot be found.
explain-K03-because = The name in the kubeconfig's `server` resolves to no address, so there is nothing to connect to.
explain-K03-long = The address of the API server stands under `clusters` in the kubeconfig. When its host name has a typo, or belongs to a network that is not connected (a VPN, say), the name cannot be resolved. `kubectl config view --minify` shows the address in use; for minikube, `minikube update-context` writes the right one.

explain-K04-title = The server does not answer
explain-K04-headline = The API server at `{ $address }` does not answer.
explain-K04-because = No answer comes back at all: the address may be an old one, the machine off, or the network blocked.
explain-K04-long = Unlike a refused connection, silence means that the requests get lost on the way. After minikube was made anew its address may have changed; a VPN or a firewall can swallow the requests too. `minikube status` shows whether the cluster runs, and `minikube update-context` writes its present address into the kubeconfig.

explain-K05-title = The certificate is another cluster's
explain-K05-headline = The server's certificate does not belong to this kubeconfig.
explain-K05-because = The kubeconfig holds the CA of the cluster it was written for. The server that answers shows a certificate of another one, as a cluster made anew does.
explain-K05-long = Every cluster has a certificate authority (CA) of its own, and kubectl trusts only the one in the kubeconfig. A cluster that was deleted and made again has a new CA, and an old kubeconfig no longer fits. `minikube update-context` writes the entry anew. `--insecure-skip-tls-verify` would hide the mismatch, and with it any impostor.

explain-K06-title = The credentials are not accepted
explain-K06-headline = The cluster answers but does not accept these credentials.
explain-K06-headline-expired = A certificate for this cluster has expired.
explain-K06-because = The token or certificate of the kubeconfig's user has expired or belongs to another cluster, so the API server does not know who is asking.
explain-K06-because-expired = Certificates are valid for a limited time. After that, or when a clock is wrong, neither side trusts the other.
explain-K06-long = With each request kubectl shows who you are, by a certificate or a token of the kubeconfig's user. When the server answers 401, it could not make out who that is: this is authentication, and it comes before any question of permissions. `kubectl config view --minify` shows which user is in use; for minikube, `minikube start` renews certificates that have expired.

explain-K07-title = This user may not do that
explain-K07-headline = The user may not `{ $verb }` `{ $resource }` in the Namespace `{ $namespace }`.
explain-K07-headline-cluster = The user may not `{ $verb }` `{ $resource }`, which belong to the whole cluster.
explain-K07-because = The API server knows who is asking (`{ $user }`), and no role allows this user that. Whoever runs the cluster can grant it.
explain-K07-long = After the API server knows who asks, it looks whether a Role or ClusterRole allows the verb on that kind of object in that Namespace. If none does, it answers 403 `Forbidden`. `kubectl auth can-i list pods` asks the same question without doing anything. On a minikube of one's own one is the administrator; on a shared cluster the administrator grants permissions.

explain-K08-title = There is no context of that name
explain-K08-headline = There is no context `{ $context }` in the kubeconfig.
explain-K08-because = podo works with one context, `{ $known }`, and gives kubectl a kubeconfig with that one only.
explain-K08-long = A context is a name for a cluster, a user and a Namespace together. `kubectl config get-contexts` lists those there are; the one with the star is in use. In podo kubectl sees one context only, so that no command can reach another cluster by accident. Wrong: `kubectl --context minicube get pods`. Right: `kubectl get pods`.

explain-K09-title = The kubeconfig cannot be read
explain-K09-headline = The kubeconfig `{ $file }` is not valid YAML, at line { $line } or the one before.
explain-K09-headline-whole = The kubeconfig `{ $file }` cannot be read.
explain-K09-because = kubectl reads the file before every command, so nothing works until the file is in order.
explain-K09-long = The kubeconfig is a YAML file, and it is easily damaged when it is edited by hand: a tab in place of spaces, a missing colon, an indentation that is one step off. The line in the message is where the reader stumbled; the cause is often in the line before. Better than editing it are commands such as `kubectl config set-context` and `minikube update-context`.

explain-M02-title = The name is another one
explain-M02-headline = The name has to be `{ $wanted }`; there is a { $subject } called `{ $name }`.
explain-M02-because = An object's name cannot be changed, so it is made again under the right name, and the other one deleted.
explain-M02-because-file = The name stands under `metadata` in `{ $file }`. An object's name cannot be changed: apply the corrected file, and delete the other object.
explain-M02-long = Kind, Namespace and name together say which object is meant, and a name with one letter more or less is another object. `kubectl get deployments` lists the names there are. Names stay for ever: there is no renaming, only making anew. Wrong: `kubectl create deployment wbe --image=nginx`. Right: `kubectl create deployment web --image=nginx`, then `kubectl delete deployment wbe`.

explain-M03-title = It is of another kind
explain-M03-headline = The { $subject } `{ $name }` is there, but the exercise asks for the kind `{ $wanted }`.
explain-M03-because = The command that makes an object decides its kind: `kubectl run` makes a Pod, `kubectl create deployment` a Deployment that makes Pods and replaces them.
explain-M03-because-file = The kind stands at the top of `{ $file }`. Another kind is another object: apply the corrected file, and delete what was made.
explain-M03-long = A Pod and a Deployment of one name can stand side by side: they are different objects. A Pod alone is not replaced when it goes; a Deployment keeps as many Pods as it is told. `kubectl get pods,deployments` shows both kinds. `kubectl run web --image=nginx` makes a Pod, `kubectl create deployment web --image=nginx` a Deployment.

explain-M04-title = It was so before
explain-M04-headline = The { $subject } `{ $name }` is as asked, but it is from before this exercise.
explain-M04-headline-unchanged = The { $subject } `{ $name }` has not been changed since this exercise began.
explain-M04-because = The exercise is about making it anew, so the old one has to be deleted first.
explain-M04-because-unchanged = It already was as asked at the start, and the exercise is about changing it.
explain-M04-long = When an exercise begins, podo writes down which objects there are, by their UID: a name can be used again, a UID never. What was made or changed since then counts. The column `AGE` of `kubectl get` shows when an object was made. `reset` brings the exercise back to its start.

explain-M05-title = One field differs
explain-M05-headline = Only `{ $field }` of the { $noun } `{ $name }` differs.
explain-M05-headline-absent = The { $noun } `{ $name }` only lacks `{ $field }`.
explain-M05-headline-extra = Only one thing is too much: the { $noun } `{ $name }` should not have `{ $field }`.
explain-M05-because = The exercise is done when this field is as asked too.
explain-M05-long = podo compares the object on the cluster with what the exercise asks for, field by field, and exactly one differs. The path says where it stands: `spec.replicas` is the key `replicas` below `spec`. `kubectl get KIND NAME -o yaml` shows the object with all fields, and `kubectl explain deployment.spec.replicas` what a field means.

explain-M06-title = A label and an annotation were mixed up
explain-M06-headline-label = On the { $noun } `{ $name }`, `{ $pair }` is an annotation and not a label.
explain-M06-headline-annotation = On the { $noun } `{ $name }`, `{ $pair }` is a label and not an annotation.
explain-M06-because-label = Selectors and `kubectl get -l` look at labels only. Annotations are notes that nobody selects by.
explain-M06-because-annotation = Tools that read settings from an object look at its annotations. Labels are for selecting.
explain-M06-long = Labels and annotations are both pairs of key and value in `metadata`. Labels say what an object is, and Services, Deployments and `kubectl get -l team=shop` find objects by them. Annotations hold notes for people and tools, may be long, and nothing is found by them. `kubectl label` writes the one, `kubectl annotate` the other. To make a label of it: `kubectl label pod web team=shop`; to take the annotation away: `kubectl annotate pod web team-`.

explain-M07-title = It was right before
explain-M07-headline = It was right before: `{ $field }` of the { $noun } `{ $name }` has changed since.
explain-M07-headline-gone = The { $subject } `{ $name }` was there in an earlier check, and is gone now.
explain-M07-headline-gone-since = The { $subject } `{ $name }` was there at the start, and is gone now.
explain-M07-headline-since = It was right at the start: `{ $field }` of the { $noun } `{ $name }` has changed since.
explain-M07-because = A later command has undone it, or somebody else works in this Namespace. The exercise counts what is there now.
explain-M07-long = podo remembers which parts of an exercise have passed. This one had, and does not hold any more. Look at the commands typed since then: `delete`, `scale`, `set image` and `rollout undo` change what was there, and `kubectl apply` of an older file brings older values back. Do that step once more, and all that was right counts again.

explain-M08-title = Another container was changed
explain-M08-headline = The change to `{ $field }` is in the container `{ $other }`; it belongs in `{ $container }`.
explain-M08-because = The { $noun } `{ $name }` has several containers, and each has an image and settings of its own.
explain-M08-long = Where a Pod has several containers, `kubectl set image` is told by name which one is meant. The names stand below `containers` in `kubectl get KIND/NAME -o yaml`. Another one: `kubectl set image deployment/pair helper=nginx:1.28`. The right one: `kubectl set image deployment/pair web=nginx:1.28`. Give the container that was changed by accident its old value back, too.

explain-M09-title = Still in progress
explain-M09-headline-binding = The claim `{ $name }` is getting its volume.
explain-M09-headline-crashing = The container of the Pod `{ $name }` is being started again.
explain-M09-headline-deleting = The { $subject } `{ $name }` is being deleted.
explain-M09-headline-observing = The controllers are still picking up the change to `{ $name }`.
explain-M09-headline-output = The Pod `{ $name }` has only started, and its output is about to come.
explain-M09-headline-pulling = The image of the Pod `{ $name }` is being pulled.
explain-M09-headline-readiness = The Pod `{ $name }` runs and is about to become Ready.
explain-M09-headline-scaling = The { $noun } `{ $name }` is still getting to its number of Pods.
explain-M09-headline-scheduling = A Node is being chosen for the Pod `{ $name }`.
explain-M09-headline-starting = The container of the Pod `{ $name }` is starting.
explain-M09-because = Kubernetes first stores the desired state; controllers then bring the actual state in line with it.
explain-M09-long = A kubectl command ends as soon as the API server has stored the desired state. What follows takes a moment: the scheduler chooses a node, the kubelet gets the image and starts the container, and then it has to become ready. `kubectl get pods --watch` shows it happen; Ctrl-C ends that. Check again in a little while.

explain-M10-title = There is too much
explain-M10-headline-before = There are { $count }, and { $wanted } are wanted: `{ $names }` is left from before.
explain-M10-headline-many = There are { $count }, and { $wanted } are wanted: `{ $names }`.
explain-M10-headline-others = There are { $count }, and { $wanted } are wanted: `{ $names }` is not part of it.
explain-M10-headline-present = The { $subject } `{ $name }` is still there.
explain-M10-because = Everything that fits is counted, whoever made it and whenever.
explain-M10-because-before = Everything that fits is counted, also what was there before the exercise began.
explain-M10-because-others = Labels are what counts, and other Pods than those of the exercise carry them too. A selector would find them all.
explain-M10-because-present = The exercise is done when it is gone.
explain-M10-long = A count, like a Service's selector, looks at labels alone: whoever carries them belongs to it, a leftover from earlier and a Pod made by hand alike. `kubectl get pods --show-labels` shows who carries what, and the column `AGE` since when. Delete what is not needed any more, or give it other labels; Pods of a Deployment go with `kubectl delete deployment NAME`.

explain-M11-title = It does not exist yet
explain-M11-headline = There is no { $subject } `{ $name }` yet.
explain-M11-headline-any = There is no { $subject } that fits yet.
explain-M11-headline-given = The { $subject } `{ $name }` was there when the exercise began, and is gone.
explain-M11-headline-going = The { $subject } `{ $name }` is being deleted, so it does not count.
explain-M11-because = Making it is part of the exercise. If it has been made already, look at its name and Namespace.
explain-M11-because-going = A Pod's programs are given up to 30 seconds to end. Once it is gone, it can be made again under that name.
explain-M11-because-given = The exercise builds on it. `reset` brings back the start state.
explain-M11-long = An object is looked for by kind, name and Namespace, and all three have to fit. `kubectl get all` lists most of what is in the Namespace. If the command that was to make it failed, its message says why; the check shows that message again under Evidence.

explain-M12-title = Several fields differ
explain-M12-headline = { $count } fields of the { $noun } `{ $name }` differ from what the exercise asks for.
explain-M12-because = Start with the field below; the others are under `why`.
explain-M12-long = podo compares the object on the cluster with what the exercise asks for, field by field. Several differ, so it may be worth making the object anew rather than mending it. `kubectl get KIND NAME -o yaml` shows it with all fields.

explain-M13-title = A file or log has another content
explain-M13-headline = The file `{ $path }` is there, with another content than “{ $text }”.
explain-M13-headline-file = There is no file `{ $path }` in the container of the Pod `{ $name }`.
explain-M13-headline-log = The log of the Pod `{ $name }` does not say “{ $text }” yet.
explain-M13-headline-log-ended = The log of the Pod `{ $name }` does not say “{ $text }”, and the program has ended.
explain-M13-headline-more = The file `{ $path }` has more in it than “{ $text }”.
explain-M13-because = Each container has files of its own. Only a folder shared as a volume is seen by other containers too.
explain-M13-because-log = A log is what the program in the container prints, and nothing else.
explain-M13-because-more = Nothing else is to be in it. The rest was there before, or has been written since.
explain-M13-because-other = A file has what the program, the image or a volume has put there.
explain-M13-because-spelling = The text has to be there to the letter, capitals and spaces included.
explain-M13-long = podo reads the file in the container (`kubectl exec POD -- cat PATH`) or the log (`kubectl logs POD`) and looks for the text. Where a Pod has several containers, `-c CONTAINER` chooses one. In `kubectl exec POD -- echo text > file` the `>` is done by the shell on your own machine; to write inside the container, type `kubectl exec POD -- sh -c 'echo text > file'`.

explain-M14-title = Several fields together are not as asked
explain-M14-headline = Several fields together are not as asked yet.
explain-M14-because = This shows in several fields at once, so podo works it out from all of them.
explain-M14-long = Some results cannot be read in one field: that two changes went out in one rollout, that a file was applied and not only typed, that a volume is gone together with its claim. For these a lesson has an expression over the state of the cluster, and says in its own words what it means when that is not true. `kubectl get KIND NAME -o yaml` shows the fields.

explain-N01-title = This is another cluster
explain-N01-headline = The lesson was begun on another cluster than this one (context `{ $context }`).
explain-N01-because = The cluster at `{ $server }` has another identity than the one the lesson was begun on, so what was made there is not here. A cluster that was deleted and made again is another one too.
explain-N01-long = podo knows a cluster by the UID of its Namespace `kube-system`, which never changes and never comes twice. Each lesson stays with the cluster it was begun on. Name that one with `podo --cluster context:NAME`, or begin the lesson anew here with `reset`.

explain-N02-title = The Namespace does not exist
explain-N02-headline = The { $subject } `{ $name }` does not exist.
explain-N02-headline-own = The { $subject } of this exercise, `{ $name }`, is gone.
explain-N02-because = Objects are made inside a Namespace that exists already. The exercise works in its own, which podo has set: no `-n` is needed.
explain-N02-because-own = With a Namespace goes everything that was in it. `reset` makes it anew and brings back the start state.
explain-N02-long = A Namespace is a separate space for names, and has to be made before anything can be put into it: `kubectl create namespace shop`. `kubectl get namespaces` lists those there are. In podo every command goes to the lesson's own Namespace by itself. Wrong here: `kubectl create deployment web --image=nginx -n shop`. Right: `kubectl create deployment web --image=nginx`.

explain-N03-title = It is in another Namespace
explain-N03-headline = The { $subject } `{ $name }` is in another Namespace: `{ $other }`.
explain-N03-because = An object belongs to one Namespace and cannot be moved: it is made again in the right one, and deleted in the other.
explain-N03-because-file = The file `{ $file }` names the Namespace, and that wins over the one podo has set. Take the line out, apply the file again, and delete the object in the other Namespace.
explain-N03-long = Where a command puts an object is decided by `-n`, else by `metadata.namespace` in the file, else by the context. podo sets the lesson's Namespace in the context, so that neither is needed. `kubectl get deployments -A` lists all Namespaces at once. Wrong: `kubectl create deployment web --image=nginx -n default`. Right: `kubectl create deployment web --image=nginx`.

explain-N04-title = The file and the command name different Namespaces
explain-N04-headline = `{ $file }` names the Namespace `{ $in_file }`, and the command names `{ $asked }`.
explain-N04-because = kubectl does not choose between the two, so nothing has happened. podo has set the Namespace of the lesson already: neither the file nor the command has to name one.
explain-N04-long = A manifest may say in `metadata.namespace` where its object belongs, and `-n` may say it for a whole command. Where both do and they differ, kubectl stops before it asks the cluster. Usually the line in the file goes: then one file serves for every Namespace. Wrong: `namespace: shop` in the file, and `kubectl apply -f web.yaml -n default`. Right: one of the two.

explain-N05-title = The Namespace is being deleted
explain-N05-headline = The { $subject } `{ $name }` is being deleted and takes nothing new.
explain-N05-headline-own = The { $subject } of this exercise, `{ $name }`, is being deleted.
explain-N05-because = First everything in it is deleted, then the Namespace itself; until then the API server refuses new objects there.
explain-N05-because-own = Wait until it is gone; `reset` then makes it anew and brings back the start state.
explain-N05-long = Deleting a Namespace deletes everything in it, and takes until the last object has ended: usually some seconds, longer when a Pod takes its time to stop or an object waits for a finalizer. `kubectl get namespaces` shows `Terminating` meanwhile. Only when it is gone can one of the same name be made.

explain-N06-title = What the Pod names is in another namespace
explain-N06-headline = The Pod `{ $pod }` needs { $source } `{ $map }`, but that is in namespace `{ $other }`.
explain-N06-because = A Pod can use ConfigMaps, Secrets and claims of its own namespace only, here `{ $here }`.
explain-N06-long = A Pod names ConfigMaps, Secrets, claims and service accounts without a namespace, and its own is meant; there is no field for another. One that several namespaces need is made in each of them. `kubectl get configmaps --all-namespaces` shows where one is. A Service, on the other hand, can be reached from everywhere, as `NAME.NAMESPACE`. Wrong: `kubectl create configmap paint --from-literal=colour=purple -n default` for a Pod in `shop`. Right: the same with `-n shop`.

explain-P01-title = There is no image of that name
explain-P01-headline-denied = The image `{ $image }` cannot be found: its name is wrong, or it needs a login.
explain-P01-headline-sandbox = The sandbox has no image `{ $image }`.
explain-P01-headline-typo = There is no image `{ $image }`; it looks like a typo of `{ $nearest }`.
explain-P01-headline-unknown = The image `{ $image }` cannot be found: its name or its tag is wrong.
explain-P01-because = The node got no image from the registry, so the Pod has no container to run.
explain-P01-because-denied = Docker Hub gives the same answer for an image that does not exist and for one that needs a login, so which of the two it is cannot be told.
explain-P01-because-sandbox = The sandbox's registry has some well-known images only (`podo sandbox --help` names them). On a real cluster this one may be there.
explain-P01-long = The name of an image reads `REGISTRY/REPOSITORY:TAG`, and without a registry it is looked for on Docker Hub. One letter makes it another image: the Pod goes back and forth between `ErrImagePull` and `ImagePullBackOff`. The exact reason is among the Events of `kubectl describe pod NAME`. Wrong: `--image=ngnix:1.27`. Right: `--image=nginx:1.27`. `kubectl set image` changes the image of a Pod in place.

explain-P02-title = The image has no such tag
explain-P02-headline = The image `{ $repository }` has no tag `{ $tag }`.
explain-P02-because = The registry knows the image but not this tag, so the node has nothing to run.
explain-P02-long = The tag is what follows the `:` in an image's name, most often a version. Which tags there are is up to those who make the image; the registry lists them. The Pod goes back and forth between `ErrImagePull` and `ImagePullBackOff`, and the Events of `kubectl describe pod NAME` say `not found`. No such tag: `nginx:1.72`. A tag that exists: `nginx:1.27`. During a rollout the Pods of the old version keep working.

explain-P04-title = The node cannot reach the registry
explain-P04-headline = The node gets no connection to the registry `{ $registry }`.
explain-P04-headline-host = The node cannot find the registry's host `{ $registry }`.
explain-P04-headline-http = The registry `{ $registry }` answers without encryption, and the node insists on it.
explain-P04-headline-local = On the node nothing answers at `{ $registry }`.
explain-P04-headline-silent = The registry `{ $registry }` does not answer the node.
explain-P04-because = The registry's address stands in the image's name, before the first `/`. At this one nothing is listening.
explain-P04-because-host = The registry's address stands in the image's name, before the first `/`. This one resolves to no address.
explain-P04-because-http = A registry without a certificate has to be made known to the node's container runtime as an insecure one.
explain-P04-because-local = To the node `localhost` is the node itself and not your computer. A registry has to answer there, at this port.
explain-P04-because-silent = No answer comes back: the way from the node to the registry is blocked, or the address is wrong.
explain-P04-long = It is the node that fetches an image, not your computer. So the registry in the image's name has to be one that the node reaches. `localhost:5000` is the node's own port 5000 there; with minikube `minikube addons enable registry` puts a registry behind it. The Events of `kubectl describe pod NAME` quote what the node met. Wrong: `--image=localhost:5001/shop:1` where nothing listens at 5001. Right: `--image=localhost:5000/shop:1`.

explain-P05-title = The name of the image has a wrong form
explain-P05-headline-other = `{ $image }` cannot be read as the name of an image.
explain-P05-headline-placeholder = `{ $image }` stands for an image that you choose, such as `nginx:1.27`.
explain-P05-headline-space = The image name `{ $image }` has a space in it; image names have none.
explain-P05-headline-upper = The image name `{ $image }` has upper-case letters; image names are lower case.
explain-P05-because = No image can have a name of this form, so everything stops before any registry is asked.
explain-P05-long = Image names consist of lower-case letters, digits, `.`, `_`, `-` and `/`, and the tag follows the `:` without a space. Only tags may have upper-case letters. With another form the Pod waits with `InvalidImageName`; some forms are refused by kubectl or by the API server at once. Wrong: `Nginx:1.27`, `nginx: 1.27`. Right: `nginx:1.27`.

explain-P06-title = The image may not be fetched
explain-P06-headline = The node does not have `{ $image }`, and it may not fetch it.
explain-P06-because = With `imagePullPolicy: Never` the node uses only images that it has already, and asks no registry.
explain-P06-long = `Never` is meant for images that were put onto every node beforehand. An image that you built with Docker is not on the node: it is brought there by a registry, or on minikube by `minikube image load NAME:TAG`. With `IfNotPresent` the node takes the image it has and fetches it only if there is none. `kubectl get pods` shows `ErrImageNeverPull`. In a Pod the policy cannot be changed afterwards; in a Deployment it can.

explain-P07-title = A local image is looked for in a registry
explain-P07-headline = No registry has the image `{ $image }`; it looks like one that was built locally.
explain-P07-because = Without a tag, or with `latest`, `imagePullPolicy` is `Always` by default: the registry is asked even when the node has the image.
explain-P07-long = An image that was built on your own machine is in no registry. It has to be put on the node (`minikube image load app:v1`), and the registry must not be asked for it. With a tag other than `latest`, `imagePullPolicy` is `IfNotPresent` by default, and the node's image is used. Always asks the registry: `image: app`. Uses the node's image: `image: app:v1`. `kubectl get pod NAME -o yaml` shows the `imagePullPolicy`.

explain-P08-title = The container has no such program
explain-P08-headline = There is no program `{ $program }` in the container `{ $container }`.
explain-P08-headline-denied = The file `{ $program }` in the container `{ $container }` cannot be executed.
explain-P08-headline-image = The image of the container `{ $container }` starts `{ $program }`, which is not there.
explain-P08-headline-typo = The container `{ $container }` has no program `{ $program }`; it looks like a typo of `{ $nearest }`.
explain-P08-because = A container can only run what is in its image, so it ended before it had started.
explain-P08-because-denied = The file is there, but it is no program or may not be executed, so the container could not start.
explain-P08-because-image = The Pod names no command, so the one that the image names is run, and the image does not have that file.
explain-P08-long = `command` takes the place of the image's ENTRYPOINT, `args` that of its CMD. In `kubectl run NAME --image=IMAGE -- WORDS` the words become `args`, with `--command` they become `command`. The first word must be a program in the image; otherwise the container ends with `RunContainerError` or `StartError` (exit code 128). `kubectl describe pod NAME` then says `executable file not found`. Wrong: `-- slepp 3600`. Right: `-- sleep 3600`.

explain-P09-title = Command and arguments are one string
explain-P09-headline = `{ $program }` was taken as the name of one program: its words must be separate.
explain-P09-because = The first item of the list is the program, the others are its arguments. With separate words it reads `{ $list }`.
explain-P09-long = `command` and `args` are lists of words. There is no shell that would split them at spaces, so a whole line in quotes becomes a file name with spaces in it. One string: `command: ["sleep 3600"]`. A list: `command: ["sleep", "3600"]`. On the command line it is `-- sleep 3600`, without the quotes of `-- 'sleep 3600'`. Where `&&`, `|` and the like are needed, start a shell: `["sh", "-c", "…"]`.

explain-P10-title = The program ends with an error
explain-P10-headline = The program of the container `{ $container }` ended with exit code { $exit }.
explain-P10-because = An exit code other than 0 is how a program reports an error. Kubernetes does not know the reason; the program's log does.
explain-P10-because-error = Exit code 1 is an error that the program itself reports. Kubernetes does not know the reason; the program's log does.
explain-P10-because-killed = Exit code 137 is 128 + 9: it was ended by SIGKILL. It was not recorded as running out of memory (OOMKilled).
explain-P10-because-not-executable = Exit code 126 says that the shell found the file but could not execute it.
explain-P10-because-not-found = Exit code 127 says that the shell found no such command: look at its spelling and at what the image contains.
explain-P10-because-segfault = Exit code 139 is 128 + 11: it touched memory that is not its own. An image for another CPU can do that, too.
explain-P10-because-terminated = Exit code 143 is 128 + 15: it ended because it was sent SIGTERM.
explain-P10-because-usage = Exit code 2 most often says that a command was used wrongly: look at its options or at the shell's grammar.
explain-P10-long = When a container's program ends, Kubernetes starts it again; when it keeps ending, it waits longer each time, from 10 seconds to 5 minutes. That is `CrashLoopBackOff`. The program's last words are in `kubectl logs NAME --previous`, its exit code in the Last State of `kubectl describe pod NAME`. 1 is the program's own error, 2 a command used wrongly, 126 a file that cannot be executed, 127 no such command, 137 SIGKILL, 139 a bad access to memory, 143 SIGTERM. Ends with an error: `-- sleep one-hour`. Keeps running: `-- sleep 3600`.

explain-P11-title = The program does its work and ends
explain-P11-headline = The program of the container `{ $container }` has done its work and ended normally.
explain-P11-headline-never-done = With its `restartPolicy` of `Always`, the Pod `{ $pod }` is started again whenever it ends.
explain-P11-because = The Pods of a Deployment need a program that keeps running. So it is started again each time it ends, after an ever longer wait.
explain-P11-because-never-done = A Pod only ends as `Succeeded` when its `restartPolicy` is `Never` or `OnFailure`, and that is set when the Pod is made.
explain-P11-because-pod = The `restartPolicy` of this Pod is `Always`: the program is started again even when it ends well, and so it ends again and again.
explain-P11-long = A container lives as long as the program in it. Images such as `busybox` and `ubuntu` end at once when they are given nothing to do. Although the exit code is 0 (`Completed`), being started again and again shows as `CrashLoopBackOff`. Ends at once: `kubectl run tool --image=busybox`. Keeps running: `kubectl run tool --image=busybox -- sleep 3600`. For work that is done once, add `--restart=Never` or use a Job.

explain-P13-title = The memory limit is too small
explain-P13-headline = `{ $container }` was killed: it needed more memory than its limit of `{ $limit }`.
explain-P13-headline-node = The container `{ $container }` was killed because its node ran out of memory.
explain-P13-headline-start = The container `{ $container }` cannot even start within its memory limit of `{ $limit }`.
explain-P13-because = `resources.limits.memory` is a hard line. The kernel ends a container that crosses it, with exit code 137.
explain-P13-because-node = This container has no limit of its own. When a node runs out of memory, the kernel picks containers and ends them.
explain-P13-because-start = Making a container takes some MiB of memory itself, so with a very small limit it stops before the program has started.
explain-P13-long = A container that crosses its memory limit ends as `OOMKilled` (exit code 137) and is started again; the Last State in `kubectl describe pod NAME` shows it. With a limit of a few MiB or less the container cannot even be made, and the Pod stays in `ContainerCreating`. Look at the unit, too: `128m` is 0.128 bytes, `128Mi` is 128 MiB. Too small: `memory: 10Mi`. Enough: `memory: 128Mi`.

explain-P15-title = A liveness probe has a healthy container started again
explain-P15-headline = The { $probe } probe of `{ $container }` asks port { $port }; its port is { $declared }.
explain-P15-headline-silent = The { $probe } probe of `{ $container }` asks port { $port }, and nothing answers there.
explain-P15-headline-path = The { $probe } probe of `{ $container }` asks for `{ $path }` and gets status { $status }.
explain-P15-because = A container whose { $probe } probe fails is ended and started again. So a wrong probe keeps restarting a program that has nothing wrong with it.
explain-P15-because-silent = A container whose { $probe } probe fails is ended and started again. Either the probe asks the wrong port, or the program does not open it.
explain-P15-because-path = A container whose { $probe } probe fails is ended and started again. Any status from 200 to 399 is a success; the program has no such page to give.
explain-P15-long = The kubelet asks a container with a `livenessProbe` again and again whether it is well, and ends and restarts it when the answer stays out (`failureThreshold` times in a row, three unless it is set). A `startupProbe` does the same until its first success. Port and path have to be those of the program: for nginx, port 80 and the path `/`. `kubectl describe pod NAME` shows in Events what the probe met: `connection refused` means that nothing listens at that port, `statuscode: 404` that there is no such path. `RESTARTS` in `kubectl get pods` counts on as long as the probe is wrong.

explain-P16-title = The liveness probe gives up before the program has started
explain-P16-headline = The { $probe } probe of `{ $container }` gives up after { $seconds } s: nothing answers by then.
explain-P16-because = The port is the right one, but the program does not listen yet when the kubelet asks. It is ended before it has started, and so it never gets further.
explain-P16-long = A `livenessProbe` begins `initialDelaySeconds` after the start of the container and gives up after `failureThreshold` failures, one each `periodSeconds`. A program that takes longer than that to start is ended each time. A `startupProbe` is the remedy: until it succeeds once, the other probes wait. `periodSeconds: 5` and `failureThreshold: 30` in it give a program 150 seconds. It may also be that the program never listens at all: `kubectl logs NAME --previous` shows how far it got.

explain-P17-title = The readiness probe asks a port where nobody listens
explain-P17-headline = The readiness probe of `{ $container }` asks port { $port }; its port is { $declared }.
explain-P17-headline-silent = The readiness probe of `{ $container }` asks port { $port }, and nothing answers there.
explain-P17-because = The container runs, but a Pod is Ready only while its readiness probe succeeds. Until then no Service sends anything to it.
explain-P17-because-silent = The container runs, but a Pod is Ready only while its readiness probe succeeds. Either the probe asks the wrong port, or the program has not opened it yet.
explain-P17-long = A container with a `readinessProbe` counts as ready when the probe has succeeded. In `httpGet` and `tcpSocket` the `port` is the container's own, the one its program listens on: not the port of a Service, and not one on the node. `kubectl describe pod NAME` shows `connection refused` in Events where nobody listens. The container is not restarted for it: READY stays `0/1`, RESTARTS stays 0.

explain-P18-title = The readiness probe asks for a path that is not there
explain-P18-headline = The { $probe } probe of `{ $container }` asks for `{ $path }` and gets status { $status }.
explain-P18-because = Any status from 200 to 399 is a success. The program answers, but it has no such page to give, so the Pod never gets Ready.
explain-P18-long = `httpGet.path` is asked of the program in the container, which has to know it. Many examples use `/healthz`, and a plain web server such as nginx has no such page and answers 404; `/` does. `kubectl describe pod NAME` shows the status in Events. A status of 500 and above usually means that the program says by itself that it is not ready; then its log is the place to look.

explain-P19-title = The probe speaks another protocol than the port
explain-P19-headline = The { $probe } probe of `{ $container }` asks by HTTP, and the port speaks something else.
explain-P19-headline-https = The { $probe } probe of `{ $container }` asks by HTTPS, and the port speaks HTTP.
explain-P19-because = The connection is made, but the two do not understand each other, and the probe takes that for a failure.
explain-P19-long = `httpGet` speaks HTTP unless `scheme: HTTPS` is set. A port with TLS needs that; a port without it must not have it. For what is no web server, such as a database, there is `tcpSocket`, which only opens a connection, and `exec`, which runs a command in the container.

explain-P20-title = The probe runs a program that the image does not have
explain-P20-headline = The { $probe } probe runs `{ $program }`, which the image `{ $image }` does not have.
explain-P20-because = An `exec` probe runs inside the container, so it can run only what its image has. It was not the program that failed: there is none.
explain-P20-long = Small images have few programs: often neither `curl` nor `wget`, sometimes not even a shell. A probe with `httpGet` or `tcpSocket` needs nothing in the image, because the kubelet asks from outside. Events say `errored` instead of `failed` when a probe could not even be made.

explain-P21-title = There is no room for the Pod
explain-P21-headline-elsewhere = Other Pods seem to use the `{ $resource }: { $requested }` that the Pod `{ $pod }` requests.
explain-P21-headline-full = The Pod `{ $pod }` requests `{ $resource }: { $requested }`; only `{ $available }` is free now.
explain-P21-headline-never = The Pod `{ $pod }` requests `{ $resource }: { $requested }`; the largest node offers `{ $available }`.
explain-P21-headline-pods = The node runs its full number of `{ $available }` Pods, so the Pod `{ $pod }` has to wait.
explain-P21-because = The scheduler sends a Pod only where as much is free as its `resources.requests` say, and no node can ever offer this much.
explain-P21-because-elsewhere = With the Pods of this Namespace alone there would be room, but the scheduler counts those of all Namespaces.
explain-P21-because-full = The scheduler counts what is left after the requests of all other Pods. Once some of those are gone, it fits.
explain-P21-because-pods = Each node runs a limited number of Pods. Once some of the others are gone, it fits.
explain-P21-long = `requests` reserve room on a node, whatever is really used. What a node can give is under Allocatable in `kubectl describe node NAME`, what is reserved under Allocated resources. Without room the Pod stays `Pending`, with events such as `Insufficient cpu`. Look at the unit, too: for CPU, `100` is a hundred whole CPUs and `100m` a tenth of one. Too much: `cpu: "100"`. Fine: `cpu: 100m`.

explain-P22-title = Whole CPUs in place of thousandths
explain-P22-headline = The Pod `{ $pod }` requests { $asked } whole CPUs; the largest node has { $available }.
explain-P22-because = Without a unit, `cpu` counts whole CPUs. A thousandth of one is written with an `m`: `{ $meant }`.
explain-P22-long = CPU is counted in whole CPUs, and a part of one in thousandths: `100m` is a tenth, `500m` a half, `1` is the same as `1000m`. A request of `cpu: 100` asks for a hundred CPUs, which no node has, and so the Pod stays `Pending` with the event `Insufficient cpu`. Too much: `cpu: "100"`. Meant, most likely: `cpu: 100m`. For memory it is the other way round: there a number without a unit counts bytes, and `128m` is nearly nothing.

explain-P23-title = No node has that label
explain-P23-headline-affinity = No node fits what the Pod `{ $pod }` asks of the label `{ $key }`.
explain-P23-headline-differs = The Pod `{ $pod }` asks for `{ $label }`; the node `{ $node }` has the value `{ $found }`.
explain-P23-headline-missing = No node has the label `{ $label }` that the Pod `{ $pod }` asks for.
explain-P23-headline-near = The Pod `{ $pod }` asks for the label `{ $key }`; the node `{ $node }` has `{ $found }`.
explain-P23-because = The scheduler sends a Pod only to a node that has all labels in its `nodeSelector` and required node affinity.
explain-P23-long = `nodeSelector` lists labels that a node must have. Key and value must be equal to the letter, and of several all must be there. Where no node fits, the Pod stays `Pending`. `kubectl get nodes --show-labels` shows what the nodes have. Either label the node (`kubectl label node NAME disktype=ssd`), or correct the Pod's `nodeSelector`. The same label on the Pod is of no use.

explain-P24-title = The Pod names a node that is not there
explain-P24-headline = `{ $name }` is to run on the node `{ $node }`, and there is no such node.
explain-P24-headline-removed = The Pod `{ $pod }` was for the node `{ $node }`, which is not there, and seems to be removed.
explain-P24-because = With `nodeName` set, the scheduler is not asked. No node takes the Pod, and nothing says so: there are no events.
explain-P24-because-removed = A Pod of a node that is not there is cleared away after about a minute, without an event.
explain-P24-long = `spec.nodeName` is normally filled in by the scheduler. Where it is written in the manifest, the scheduler leaves the Pod alone, and only the node of that name would start it. Is there none, the Pod stays `Pending` without any event and is removed after about a minute. Wrong: `nodeName: node01` where `kubectl get nodes` shows `minikube`. Better: leave `nodeName` out, and say with `nodeSelector` what the node has to be like.

explain-P25-title = The node's taint is not tolerated
explain-P25-headline = The Pod `{ $pod }` does not tolerate the taint `{ $taint }` of the node `{ $node }`.
explain-P25-headline-almost = The Pod `{ $pod }` tolerates `{ $toleration }`, but the node `{ $node }` has `{ $taint }`.
explain-P25-because = With a taint a node takes only Pods that tolerate it. There is no other node, so the Pod stays `Pending`.
explain-P25-because-almost = A toleration must fit the taint's key, value and effect. One that differs in any of them tolerates nothing here.
explain-P25-because-several = With a taint a node takes only Pods that tolerate it, and no other node takes this Pod either.
explain-P25-long = Taints stand on nodes, tolerations in Pods. A node with a taint takes only Pods with a toleration that fits it. The Taints in `kubectl describe node NAME` show them, and `kubectl taint node NAME KEY-` takes one away. Where the Pod is meant to run there, give its `spec.tolerations` the same key, value and effect. A toleration only allows a Pod onto the node; it does not send it there.

explain-P26-title = An init container fails
explain-P26-headline = The init container `{ $container }` ended with exit code { $exit }.
explain-P26-because = All init containers have to end with exit code 0 before `{ $main }` is started. Why this one did not is in its log.
explain-P26-long = Init containers prepare something for a Pod: they wait for a database, fetch files, set rights. Only when all of them have ended with exit code 0 are the Pod's own containers started. `kubectl get pods` shows `Init:Error` or `Init:CrashLoopBackOff`, and for the others `PodInitializing`. The log has to be asked for by the container's name: `kubectl logs POD -c INIT`. Fails: `command: [sh, -c, "cat /config/start"]` without such a file. Goes on: a command that ends with exit code 0.

explain-P27-title = An init container does not come to an end
explain-P27-headline = The init container `{ $container }` still runs, so `{ $main }` is not started.
explain-P27-headline-near = The init container `{ $container }` waits for the Service `{ $service }`; there is `{ $nearest }`.
explain-P27-headline-service = The init container `{ $container }` waits for the Service `{ $service }`, which is not there.
explain-P27-because = A Pod's own containers are started when all its init containers have ended. As long as one runs, the Pod shows `Init`.
explain-P27-because-near = Its command asks for that name again and again, and ends only when there is an answer.
explain-P27-because-service = Its command asks for that name again and again, and ends only when there is an answer.
explain-P27-long = An init container is often used to wait until something else is there: `until nslookup db; do sleep 2; done`. The Pod's own containers are started only after its end, so the Pod stays at `Init:0/1` for as long as that takes; nothing counts as an error. What it waits for is in its command and in `kubectl logs POD -c INIT`. Waits for ever: `nslookup db` without a Service `db`. Goes on: `kubectl expose deployment db --port=5432` makes that Service.

explain-P28-title = A Pod that is there cannot be changed like this
explain-P28-headline = The Pod `{ $name }` is there already, and this part of it cannot be changed.
explain-P28-because = Of a Pod that is there, little more than the image can be changed. Everything else means a new Pod in its place.
explain-P28-because-owned = Of a Pod that is there, little more than the image can be changed. This one was made from the template of `{ $owner }`: change it there, and new Pods are made.
explain-P28-long = The environment, command, ports, volumes and resources of a Pod are settled when it is made; the image of a container may be exchanged later. `kubectl replace --force -f web.yaml` deletes the Pod and makes it anew from the file. A Deployment does that by itself: after a change of its template it replaces its Pods one after the other, which is one reason why Pods are seldom made by hand.

explain-P30-title = The name is taken
explain-P30-headline = There is already a { $subject } `{ $name }`, so the command made nothing.
explain-P30-headline-before = There is already a { $subject } `{ $name }`, from before this exercise.
explain-P30-headline-file = There is already a { $subject } `{ $name }`, so nothing was made from `{ $file }`.
explain-P30-headline-going = The { $subject } `{ $name }` is still being deleted, so its name is not free yet.
explain-P30-headline-image = There is already a { $subject } `{ $name }`, of the image `{ $image }`.
explain-P30-because = Within a Namespace a name belongs to one object of a kind. Delete the old one first, or change it.
explain-P30-because-going = A Pod's programs are given up to 30 seconds to end. Once it is gone, the same command works.
explain-P30-because-cluster = The name of such an object counts for the whole cluster. If it is the one that was meant, nothing is left to make.
explain-P30-because-file = `kubectl create` only makes what is not there yet. `kubectl apply` also changes what is there to what the file says.
explain-P30-long = The API server answers `AlreadyExists` (409) and leaves the old object as it is. `kubectl get pod web` shows it, and the column `AGE` since when it is there. `kubectl delete pod web` frees the name; a Deployment can also be changed in place, with `kubectl set image` or `kubectl scale`. For files, `kubectl apply -f web.yaml` does both: it makes what is missing and changes what differs.

explain-P32-title = The deleted Pod came back
explain-P32-headline = The { $subject } `{ $name }` made the Pod `{ $pod }` to keep its number of Pods.
explain-P32-because = The Pods belong to the { $noun }: when one is deleted, it makes another, so that the number stays as it was told.
explain-P32-long = Deployments and ReplicaSets see to it that there are always as many Pods as they were told. When a Pod is deleted they make a new one at once, with another ending to its name. A deleted ReplicaSet is made anew by its Deployment. So the number is changed at the top. Comes back: `kubectl delete pod web-…`. Fewer: `kubectl scale deployment/web --replicas=0`. None at all: `kubectl delete deployment web`.

explain-P33-title = A Pod that was deleted stays
explain-P33-headline = The Pod `{ $pod }` is deleted, but its finalizer keeps it: `{ $finalizers }`.
explain-P33-because = An object with finalizers goes only when each of them has been taken away, by whoever put it there.
explain-P33-long = A finalizer is a note on an object that says: before this goes, somebody has work to do. A deleted object stays `Terminating` until the last note is gone. Nothing is wrong while that work is being done; without anybody to do it, the object stays for ever. `kubectl get pod NAME -o yaml` shows `metadata.finalizers`. Stays: `kubectl delete pod NAME --force`, which changes nothing about it. Goes: `kubectl patch pod NAME -p '{"{"}"metadata":{"{"}"finalizers":null{"}"}{"}"}'`, once it is certain that the work is not needed.

explain-P34-title = A container requests more than its limit
explain-P34-headline = `{ $name }` requests { $resource } of `{ $request }`, which is more than its limit.
explain-P34-because = The request is what is kept free for a container, and the limit is the most that it may use. So the first cannot be larger than the second.
explain-P34-long = `resources.requests` is what the scheduler looks for on a node, `resources.limits` is where the container is stopped. A request of `256Mi` with a limit of `128Mi` contradicts itself, and the API server refuses it. Often the two were mixed up, or a unit is missing: `500m` of CPU is half a core, and `1` is twice that.

explain-P35-title = The ServiceAccount is not there
explain-P35-headline = There is no ServiceAccount `{ $account }` in this namespace.
explain-P35-headline-near = There is no ServiceAccount `{ $account }`, but there is `{ $nearest }`.
explain-P35-headline-past = The ServiceAccount `{ $account }` was missing, and is there now.
explain-P35-because = A Pod runs as a ServiceAccount of its own namespace. Without it, the API server takes no such Pod.
explain-P35-because-past = What was refused is tried again by itself, but after ever longer waits. Asking for it anew does not wait.
explain-P35-long = `serviceAccountName` in a Pod's `spec` names the account under which its programs speak to the API server; where it is left out, that is `default`. The account must be there before the Pod, in the same namespace. Otherwise a Deployment stays at `0/1` without any Pod, and the reason is only in `kubectl describe replicaset NAME` (`FailedCreate`). Not yet there: `serviceAccountName: gardener` alone. Fine: `kubectl create serviceaccount gardener` first. A ReplicaSet tries again, at longer and longer intervals.

explain-S01-title = The selector of a Service fits no Pod
explain-S01-headline = The Service `{ $name }` looks for `{ $selector }`, but the Pods have `{ $labels }`.
explain-S01-headline-none = The Service `{ $name }` looks for `{ $selector }`, and no Pod has that.
explain-S01-because = A Service sends requests only to Pods that have every label of its selector, so here nobody is left to answer.
explain-S01-long = The selector of a Service is a set of labels, and the Pods that have all of them are its endpoints. Nothing warns when there are none: the Service exists, has an address, and every connection is refused. `kubectl describe service web` shows `Selector` and an empty `Endpoints`, and `kubectl get pods --show-labels` what the Pods really have. `kubectl create service clusterip front` selects `app=front`, whatever the Pods are called; `kubectl expose deployment web` takes over the labels of that Deployment. To change it: `kubectl set selector service front app=web`.

explain-S02-title = A Service finds its Pods, and none is Ready
explain-S02-headline = The Service `{ $name }` finds its Pods, but none of them is Ready.
explain-S02-because = A Service sends requests only to Pods that are Ready. Its selector is right: what is missing is a Pod that can answer.
explain-S02-long = A Pod is Ready when its containers run and, where it has a readiness probe, when that succeeds. Until then its address is kept out of the Service, so that nobody is sent to a program that cannot answer yet. `kubectl get pods` shows it in the column READY (`0/1`), and the Events of `kubectl describe pod NAME` say why. The Service itself needs no repair.

explain-S03-title = A Service sends to a port where nothing listens
explain-S03-headline = The Service `{ $name }` sends to port { $target }; the container listens on { $right }.
explain-S03-headline-unknown = The Service `{ $name }` sends to port { $target }, where no container listens.
explain-S03-because = `targetPort` has to be the port that the program in the container has opened. Without `targetPort` it is the same as `port`.
explain-S03-long = A Service has two numbers: `port` is the one its clients use, `targetPort` the one in the Pod that requests are passed on to. Endpoints appear whatever `targetPort` says, because Kubernetes does not try whether anybody listens there; the connection is then refused by the Pod. `kubectl describe service web` shows `Port`, `TargetPort` and `Endpoints`. nginx and httpd listen on 80. Wrong for nginx: `kubectl expose deployment web --port=80 --target-port=8080`. Right: `--port=80`, or `--port=8080 --target-port=80`.

explain-S04-title = The port of a Service is another one
explain-S04-headline = The Service `{ $name }` listens on port { $port }, and { $wanted } is asked for.
explain-S04-headline-client = `{ $service }` is asked at port { $port }, but the Service listens on { $wanted }.
explain-S04-headline-container = `port` of the Service `{ $name }` is { $port }, the port of the container; clients use { $wanted }.
explain-S04-headline-swapped = `port` and `targetPort` of the Service `{ $name }` are swapped.
explain-S04-because = `port` is what clients use, `targetPort` is where the container listens. A Service answers only on its own `port`.
explain-S04-long = Clients only ever see `port`: `http://web` means port 80, `http://web:8080` port 8080. They need not know which number the container uses behind it; `targetPort` takes care of that. The column PORT(S) of `kubectl get services` shows `port`, and `kubectl describe service web` shows both. At a port that the Service does not have, a request mostly waits until it times out; on some clusters it is refused at once. For a container that listens on 8080 behind port 80: `kubectl expose deployment echo --port=80 --target-port=8080`.

explain-S05-title = No container has a port of that name
explain-S05-headline = The Service `{ $name }` sends to a port named `{ $port }`, and no container has one.
explain-S05-headline-others = The Service `{ $name }` sends to the port `{ $port }`; the container's is named `{ $names }`.
explain-S05-because = A name as `targetPort` stands for a port that a container declares under `ports` with exactly that `name`. Without one there is no endpoint.
explain-S05-long = `targetPort` can be a number or a name. A name is looked up in each Pod: `containers[].ports[].name`. It is no word for a protocol, so `http` means nothing by itself. Where no container has it, the Pod is left out without any message, although the labels fit and it is Ready. `kubectl get pods -o yaml` shows the ports and their names. Either give the container's port that name, or use its number: `kubectl expose deployment web --port=80 --target-port=80`.

explain-S06-title = The type of a Service is another one
explain-S06-headline = The Service `{ $name }` has the type `{ $type }`, and `{ $wanted }` is asked for.
explain-S06-headline-inside = The Service `{ $name }` is only reachable inside the cluster: its type is `{ $type }`.
explain-S06-headline-outside = The Service `{ $name }` is open to the outside: its type is `{ $type }`.
explain-S06-headline-spelling = `{ $type }` is no type of Services.
explain-S06-because = The type decides from where a Service is reached. Each type adds something: `NodePort` a port on the nodes, `LoadBalancer` an address of its own on top.
explain-S06-because-spelling = The names of the types are written in one way only, with their capital letters: `ClusterIP`, `NodePort`, `LoadBalancer`.
explain-S06-long = `ClusterIP`, the default, is an address that works inside the cluster. `NodePort` has that too and opens one port (30000 to 32767) on every node. `LoadBalancer` has both and asks the cloud for an address from outside. The column TYPE of `kubectl get services` shows it. It can be changed at any time, and the cluster's address of the Service stays: `kubectl patch service web -p '{"{"}"spec":{"{"}"type":"NodePort"{"}"}{"}"}'`. Wrong: `--type=nodeport`. Right: `--type=NodePort`.

explain-S07-title = The node port is out of range
explain-S07-headline = Port { $port } cannot be a node port; those are { $range }.
explain-S07-because = Node ports are opened on every node, so a range of their own is set apart for them, where they are in nobody's way.
explain-S07-long = `nodePort` is the port on the nodes, not the one of the Service (`port`) and not the one of the container (`targetPort`). The range 30000-32767 is set for the whole cluster. Usually nobody names one: left out, a free one is chosen, and the column PORT(S) of `kubectl get services` shows it behind the colon (`80:31234/TCP`).

explain-S08-title = The node port is taken
explain-S08-headline = The node port { $port } belongs to the Service `{ $other }` already.
explain-S08-headline-elsewhere = The node port { $port } belongs to another Service of the cluster already.
explain-S08-because = A node port is opened on every node for one Service, so in the whole cluster there can be only one that has it.
explain-S08-long = Node ports are handed out for the whole cluster, across namespaces. `kubectl get services --all-namespaces` shows who has which. Leave `nodePort` out and a free one is chosen, take another number, or delete the Service that has it.

explain-S09-title = A node port needs the type NodePort
explain-S09-headline = The Service `{ $name }` names a `nodePort`, but its type is `ClusterIP`.
explain-S09-because = A Service of the type `ClusterIP` opens nothing on the nodes, so it cannot have a port there. Without `type` it is a `ClusterIP`.
explain-S09-long = `nodePort` goes with `type: NodePort` or `type: LoadBalancer`. In a manifest the type stands next to `ports`, below `spec`. When a Service is turned back into a `ClusterIP` by `kubectl apply`, the line `nodePort` has to go too.

explain-S10-title = Nobody hands out an address for the LoadBalancer
explain-S10-headline = The Service `{ $name }` waits for an address from outside that nobody here hands out.
explain-S10-because = Kubernetes has no load balancer of its own: the cloud, or an add-on, answers to the type `LoadBalancer`. Without one, EXTERNAL-IP stays `<pending>`.
explain-S10-long = In a cloud, the type `LoadBalancer` has a load balancer made outside the cluster, and its address appears under EXTERNAL-IP. On minikube, `minikube tunnel` in a second terminal does that work for as long as it runs. `<pending>` is no error: the Service is reached inside the cluster and by its node port all the same. `minikube service NAME` opens the way without a tunnel, and `kubectl port-forward service/NAME 8080:80` works on every cluster.

explain-S11-title = A Service without a selector
explain-S11-headline = The Service `{ $name }` has no selector, so it never finds Pods.
explain-S11-because = The selector is all that ties a Service to Pods. Without one, Kubernetes keeps no endpoints for it.
explain-S11-long = A Service without a selector is meant for targets outside the cluster, whose addresses somebody writes down by hand. `kubectl describe service web` shows `Selector: <none>`. To find Pods: `kubectl set selector service web app=web`.

explain-S12-title = The label is on the Deployment and not on its Pods
explain-S12-headline = `{ $label }` is a label of the Deployment `{ $deployment }`, not of its Pods.
explain-S12-because = Services select Pods, never Deployments. What counts are the labels of the Pods, and those come from `spec.template.metadata.labels`.
explain-S12-long = A Deployment has labels in two places. Those at the top, in `metadata.labels`, are its own; `kubectl label deployment web …` changes these. Those in `spec.template.metadata.labels` are what its Pods get, and only these matter to a Service. `kubectl get deployments,pods --show-labels` shows both. Either let the Service look for what the Pods have (`kubectl set selector service front app=web`), or add the label to the template.

explain-S13-title = A Service selects Pods of others too
explain-S13-headline = The Service `{ $name }` also sends requests to Pods of `{ $other }`.
explain-S13-because = A Pod fits when it has every label of the selector, whoever made it. `{ $selector }` is on these Pods too.
explain-S13-long = A Service knows nothing of Deployments: all Pods that have the labels of its selector are its endpoints. If two Deployments give their Pods the same label, requests are spread over both. That can be what one wants, as when a new version gets a small part of the requests. Otherwise add a label to the selector that only the right Pods have: `kubectl set selector service web app=shop,track=stable`. `kubectl get pods -l app=shop --show-labels` shows who is selected.

explain-S14-title = Service and container speak different protocols
explain-S14-headline = The Service `{ $name }` uses { $ours } on that port, the container { $theirs }.
explain-S14-because = TCP and UDP ports are apart, even where they have the same number: nothing that is sent by one reaches a program that listens on the other.
explain-S14-long = Each port of a Service has a `protocol`, TCP where none is named. It has to be the one of the container's port. Most programs use TCP, HTTP among them; DNS uses UDP as well. `kubectl describe service web` shows it behind the number: `80/TCP`.

explain-S15-title = Several ports need names
explain-S15-headline = The Service `{ $name }` has more than one port, so each of them needs a name.
explain-S15-because = With one port it is clear which is meant. With several, they are told apart by their `name`.
explain-S15-long = A name is a short lower-case word such as `http` or `metrics`, unique within the Service. In a manifest `name:` stands next to `port:`. Only a Service with one port may leave it out.

explain-S16-title = There is no Service of that name
explain-S16-headline-missing = `{ $host }` is asked for, but the Service is called `{ $service }`.
explain-S16-headline-unknown = `{ $host }` is asked for, and there is no Service of that name.
explain-S16-headline-namespace = `{ $host }` leads to another namespace; the Service `{ $service }` is in this one.
explain-S16-headline-localhost = `{ $host }` inside a Pod is that Pod itself, not the Service `{ $service }`.
explain-S16-because = The DNS of the cluster knows every Service by its name. Names of Deployments, containers and images are not among them.
explain-S16-because-namespace = A name alone is looked up in the Pod's own namespace. Behind a dot stands another one.
explain-S16-because-localhost = Every Pod has a network of its own, so `localhost` never leaves it. Another Pod is reached by the name of its Service.
explain-S16-long = Each Service gets the name `NAME.NAMESPACE.svc.cluster.local`. Within a namespace `NAME` is enough, from another one it takes `NAME.NAMESPACE`. For a name that does not exist programs say `bad address`, `Name or service not known` or `could not resolve host`. `kubectl get services` shows the names. To try one: `kubectl run test --image=busybox:1.36 --rm -it --restart=Never -- wget -qO- http://web`.

explain-S17-title = The port is missing
explain-S17-headline = `kubectl expose` does not know which port `{ $name }` is to be reached at.
explain-S17-because = The port can only be left out where the containers declare one. These declare none, so `--port` has to say it.
explain-S17-long = `kubectl expose` looks for `ports` in the Pod template. `kubectl create deployment` writes none there unless it is given `--port`, and what an image says about its ports (`EXPOSE`) is not read. So name the port: `kubectl expose deployment web --port=80`. If the container listens on another one: `--port=80 --target-port=8080`.

explain-U01-title = The cause is not known
explain-U01-headline = The exercise is not done yet, and the cause is not known. The evidence is below.
explain-U01-headline-object = The { $subject } `{ $name }` is not as asked yet, and the cause is not known. The evidence is below.
explain-U01-headline-state = The { $subject } `{ $name }` is not well, and the cause is not known. The evidence is below.
explain-U01-because = Better no guess than a wrong one: look for yourself with the next command.
explain-U01-long = No rule of podo's fits what it sees, so it shows the evidence as it is: conditions, events, and the fields that differ. `kubectl describe` shows the same and more; the events at its end often name the cause.

explain-U02-title = A command failed
explain-U02-headline = The last command, `kubectl { $verb }`, came back with an error.
explain-U02-headline-field = The API server did not accept `{ $key }`, and left everything as it was.
explain-U02-because = What is asked for here is not on the cluster yet, and the last command that was about it failed. Its own words are the reason.
explain-U02-because-field = An object is taken as a whole or not at all: one field that is not accepted, and it stays as it was. The words behind the field say what is wanted there.
explain-U02-long = podo keeps the last command that was to change something, and what it answered. When it failed and nothing has been changed since, that comes first: everything else that is missing may follow from it. `error: …` and `Error: …` come from kubectl itself (a flag, a file), `Error from server …` and `… is invalid: …` from the API server. `kubectl explain pod.spec.volumes` shows what may stand in a field.

explain-V01-title = The volume is not defined
explain-V01-headline = The { $noun } `{ $name }` mounts a volume `{ $value }` that is not under `volumes`.
explain-V01-headline-near = The { $noun } `{ $name }` mounts `{ $value }`; what the file has is `{ $near }`.
explain-V01-because = A mount only says where a volume appears. What it is stands under `volumes` of the Pod, and both are tied together by the name.
explain-V01-long = A volume is written in two places of a Pod: `volumes` says what it is (`emptyDir`, a claim …), `volumeMounts` of a container says where it appears. The names must be equal to the letter, or the API server refuses the whole object and nothing changes. `volumes` stands beside `containers`, not inside one. Wrong: `- name: date` under `volumes` and `- name: data` under `volumeMounts`. Right: the same name in both.

explain-V02-title = Two volumes at one path
explain-V02-headline = The { $noun } `{ $name }` mounts two volumes at `{ $value }` in one container.
explain-V02-because = A folder can only show one volume, so each mount of a container needs a path of its own.
explain-V02-long = `mountPath` must be different for every mount of a container; otherwise the API server refuses the object and nothing changes. The same path in two containers is fine, and so is one volume at two paths. Wrong: `/data` twice. Right: `/data` and `/cache`.

explain-V03-title = The mount hides files of the image
explain-V03-headline = The volume `{ $volume }` hides what the image has in `{ $folder }`.
explain-V03-because = A mounted volume covers the folder of the image. The files are still in the image, but nobody in the container sees them.
explain-V03-long = A volume is not laid over a folder file by file: it takes the folder's place. An empty volume at `/usr/share/nginx/html` leaves nginx with nothing to serve, and one at `/etc/nginx` with no configuration to start from. Mount it at a path that the image does not need (`/usr/share/nginx/html/notes`), or mount a single file with `subPath`. `kubectl exec deployment/NAME -- ls PATH` shows what a container sees.

explain-V04-title = An emptyDir went with its Pod
explain-V04-headline = The file was in the `emptyDir` of an earlier Pod, and `{ $pod }` is a new one.
explain-V04-because = An `emptyDir` is made with its Pod and deleted with it. A container that starts again finds its files; a new Pod begins with an empty folder.
explain-V04-long = An `emptyDir` lives exactly as long as its Pod. It outlives every restart of a container, and it is gone when the Pod is deleted, replaced by a rollout or moved to another node. Data that must outlive Pods belongs in a PersistentVolumeClaim. `kubectl get pods` tells the two apart: after a restart of a container the column `RESTARTS` counts up, a new Pod has a new name and a young `AGE`.

explain-V05-title = There is no claim of that name
explain-V05-headline = The Pod `{ $pod }` uses the claim `{ $claim }`, which does not exist.
explain-V05-headline-near = The Pod `{ $pod }` uses the claim `{ $claim }`; there is a claim `{ $near }`.
explain-V05-because = A Pod is only sent to a node when every claim it names exists in its namespace, so it stays `Pending`.
explain-V05-long = `claimName` in a Pod's volume names a PersistentVolumeClaim of the same namespace, to the letter. Kubernetes does not make the claim by itself. `kubectl get pvc` lists the claims there are. Correct the name in the Pod or its template, or make the claim that is missing; the Pod starts as soon as it is there. Wrong: `claimName: my-claim` where the claim is called `myclaim`.

explain-V06-title = The claim names no class
explain-V06-headline = The claim `{ $name }` names no class, there is no default one, and no volume fits.
explain-V06-headline-off = The claim `{ $name }` has the class `""`, and no volume without a class is free.
explain-V06-because = A volume is made for a claim only by a StorageClass. Without one the claim waits for a volume that somebody made by hand.
explain-V06-because-off = An empty class is not the default one: it says that no volume shall be made, only a finished one taken.
explain-V06-long = A claim without `storageClassName` gets the default class, if the cluster has one when the claim is made. A claim with `storageClassName: ""` refuses that and takes only PersistentVolumes without a class. If there is none, it stays `Pending`. `kubectl get sc` shows the classes, the default one marked; `kubectl get pv` the volumes. A claim's class cannot be changed: delete the claim, correct the file, and make it anew.

explain-V07-title = There is no class of that name
explain-V07-headline = There is no StorageClass `{ $class }` for the claim `{ $name }`.
explain-V07-headline-known = The claim `{ $name }` asks for the class `{ $class }`; the cluster has `{ $classes }`.
explain-V07-because = The class named in a claim decides who makes its volume. With a name that no class has, nobody does, and the claim stays `Pending`.
explain-V07-long = `kubectl get sc` lists the classes there are; the default one needs no naming at all. In a claim that was made, the class cannot be changed: delete it, correct the file, and make it anew. A name without a StorageClass is of use only where PersistentVolumes made by hand carry the same one. Wrong: `storageClassName: standart`. Right: `storageClassName: standard`.

explain-V08-title = The claim asks for more than the volume has
explain-V08-headline = The claim `{ $name }` asks for { $asked }, and the volume `{ $volume }` has { $offered }.
explain-V08-because = A volume is bound to a claim only if it has at least the size asked for. A claim never gets several volumes.
explain-V08-long = A claim gets one volume of the size asked for or a bigger one. With volumes made by hand and none big enough, it stays `Pending`; the Events only say that no volume is available, or name a class that was not found. Compare the column `CAPACITY` of `kubectl get pv` with the size in `kubectl describe pvc NAME`. Ask for less, or make a bigger volume. The size of a claim that waits cannot be changed: delete it and make it anew.

explain-V09-title = The volume has no such access mode
explain-V09-headline = The claim `{ $name }` wants `{ $asked }`; the volume `{ $volume }` offers `{ $offered }`.
explain-V09-because = A volume is bound to a claim only if it offers every access mode that the claim lists.
explain-V09-long = `ReadWriteOnce` (RWO) means one node at a time, `ReadOnlyMany` (ROX) reading on many nodes, `ReadWriteMany` (RWX) reading and writing on many nodes. The modes are compared by name, and RWX does not count as RWO. `kubectl get pv` shows them in the column `ACCESS MODES`. Access modes of a claim cannot be changed: delete it, correct the file, and make it anew.

explain-V10-title = One is a device, the other a file system
explain-V10-headline = The claim `{ $name }` asks for `{ $asked }`; the volume `{ $volume }` is `{ $offered }`.
explain-V10-because = A volume is bound to a claim only if both have the same `volumeMode`.
explain-V10-long = `volumeMode: Filesystem` means a folder that is mounted into the container; it is what one gets without the field. `volumeMode: Block` means a raw device without a file system, for programs such as databases that manage it by themselves; the Pod names it under `volumeDevices`. A claim and its volume have to say the same. `kubectl describe pvc NAME` and `kubectl describe pv NAME` show it as `VolumeMode`. It cannot be changed: delete the claim, correct the file, and make it anew. Wrong: `volumeMode: Block` in the claim alone. Right: the field left out in both.

explain-V11-title = Claim and volume name different classes
explain-V11-headline = The claim `{ $name }` is of class `{ $asked }`, the volume `{ $volume }` of `{ $offered }`.
explain-V11-headline-made = The claim `{ $name }` of the class `{ $asked }` got a new volume; `{ $volume }` has `{ $offered }`.
explain-V11-because = Claim and volume come together only if both name the same class, and no class counts as a name too.
explain-V11-because-made = A claim without `storageClassName` gets the default class, and that makes a volume of its own before any other is looked at.
explain-V11-long = `storageClassName` must be the same in the PersistentVolume and in the claim. It need not be the name of a StorageClass; for volumes made by hand it is a word that both share. A claim that leaves it out gets the default class, and so a volume that is made for it. `kubectl get pv,pvc` shows the classes in the column `STORAGECLASS`. The class of a claim cannot be changed: delete it, correct the file, and make it anew.

explain-V12-title = The volume lacks the labels that the claim asks for
explain-V12-headline = The claim `{ $name }` wants the labels `{ $asked }`; `{ $volume }` has `{ $offered }`.
explain-V12-headline-none = The claim `{ $name }` wants the labels `{ $asked }`; `{ $volume }` has none.
explain-V12-because = A claim with a `selector` takes only volumes whose labels fit it.
explain-V12-long = `selector` in a claim chooses among volumes made by hand by their labels, the same way a Service chooses Pods. All that it lists has to fit. `kubectl get pv --show-labels` shows what the volumes have. A label can be added at any time: `kubectl label pv NAME wall=south`; the claim is bound soon after. The selector of a claim cannot be changed: delete it, correct the file, and make it anew. Wrong: `wall: south` in the claim, and `wall: north` at the volume. Right: the same in both.

explain-V13-title = The volume is kept for a claim that is gone
explain-V13-headline = `{ $volume }` is `Released` and still belongs to the deleted claim `{ $owner }`.
explain-V13-headline-same = The volume `{ $volume }` belongs to an earlier `{ $name }`, and not to the new one.
explain-V13-because = With the policy `Retain` a volume keeps its data and its claim's UID. A claim made later has another UID, even under the same name.
explain-V13-long = When a claim is deleted, a volume with the policy `Retain` stays as `Released`, data and all, and takes no other claim, so that nobody gets somebody else's data by accident. Whoever has looked after the data sets it free: `kubectl patch pv NAME -p '{ "{" }"spec":{ "{" }"claimRef":null{ "}" }{ "}" }'`. Then it is `Available` again, with the files that are on it. `kubectl get pv` shows the status and the claim.

explain-V14-title = The volume belongs to another claim
explain-V14-headline = The volume `{ $volume }` is already bound to the claim `{ $owner }`.
explain-V14-because = A volume belongs to exactly one claim, and a claim to exactly one volume, however much room is left.
explain-V14-long = Binding is one to one: a claim over 1Gi takes a volume of 10Gi as a whole. To share data, several Pods of a namespace use the same claim. Otherwise the second claim needs a volume of its own, or the first has to be deleted. `kubectl get pv` shows in the column `CLAIM` whose a volume is.

explain-V15-title = The claim waits for its first Pod
explain-V15-headline = The class `{ $class }` makes the volume of `{ $name }` for the first Pod that uses it.
explain-V15-because = With `WaitForFirstConsumer` the node is chosen first, so that the volume can be made where the Pod is. `Pending` is right until then.
explain-V15-long = `VOLUMEBINDINGMODE` in `kubectl get sc` says when a class makes volumes: `Immediate` as soon as there is a claim, `WaitForFirstConsumer` when the first Pod that uses it is scheduled. Nothing is wrong with such a claim. Make the Pod or Deployment that uses it, and both go on. If the Pod waits too, `kubectl describe pod NAME` says for what.

explain-V16-title = Nobody makes the volume
explain-V16-headline = The class `{ $class }` waits for `{ $provisioner }`, which makes no volume.
explain-V16-because = A class only names the program that makes its volumes. It looks as if that program does not run in this cluster.
explain-V16-long = Behind each StorageClass is a provisioner, a program in the cluster that makes volumes for claims. Where it does not run, nothing is refused: the claim stays `Pending` with the Event `ExternalProvisioning`, for ever. `kubectl get sc` shows the provisioners; `kubectl get pods --all-namespaces` whether one runs. minikube's own is switched on with `minikube addons enable storage-provisioner`. A class from a tutorial for a cloud has its provisioner only in that cloud. Wrong: `provisioner: ebs.csi.aws.com` in minikube. Right: `storageClassName: standard` in the claim.

explain-V17-title = The claim is still in use
explain-V17-headline = The claim `{ $name }` cannot go yet: the Pod `{ $pod }` uses it.
explain-V17-because = A claim in use is protected: it is only marked for deletion, and goes when the last Pod with it is gone.
explain-V17-long = So that no program loses its data while it runs, a claim carries the finalizer `kubernetes.io/pvc-protection`. After `kubectl delete pvc NAME` it shows `Terminating` until no Pod uses it any more; `Used By` in `kubectl describe pvc NAME` says which do. Scale the Deployment to zero or delete it, and the claim goes by itself. A deletion cannot be taken back, and new Pods cannot use the claim meanwhile.

explain-V18-title = The data went with the claim
explain-V18-headline = `{ $path }` was on the volume of an earlier claim `{ $name }`, and went with it.
explain-V18-because = The class `{ $class }` has the policy `Delete`: with the claim its volume is deleted, and all that is on it. The new claim got a new volume.
explain-V18-long = The reclaim policy says what becomes of a volume when its claim is deleted: `Delete` deletes it and its data, `Retain` keeps both. Volumes made by a class have the class's policy, mostly `Delete`. `kubectl get pv` shows it in the column `RECLAIM POLICY`. To keep the data, change it before: `kubectl patch pv NAME -p '{ "{" }"spec":{ "{" }"persistentVolumeReclaimPolicy":"Retain"{ "}" }{ "}" }'`. Deleting a Pod or a Deployment leaves the claim alone.

explain-V19-title = The node has nothing of that kind at the path
explain-V19-headline = At `{ $path }` the node `{ $node }` has nothing that `type: { $type }` asks for.
explain-V19-headline-folder = There is no folder `{ $path }` on the node `{ $node }`.
explain-V19-because = `hostPath` means a path on the node that the Pod runs on, not on your machine. With a `type` it is looked at first, and the Pod waits until it fits.
explain-V19-long = `type: Directory` asks for a folder that is there already, `File` for such a file; with `DirectoryOrCreate` and `FileOrCreate` the kubelet makes it. On minikube the node is a machine or container of its own, so a folder of your computer is not there. `kubectl describe pod NAME` shows `FailedMount` with `hostPath type check failed`.

explain-V20-title = The volume of the claim is gone
explain-V20-headline = The claim `{ $name }` is `Lost`: its volume `{ $volume }` was deleted.
explain-V20-because = A claim belongs to one volume for good. When that is deleted, the claim takes no other, even one of the same name.
explain-V20-long = `Lost` means that a bound claim no longer has its volume. That happens when somebody deletes the PersistentVolume past its protection, by taking its finalizer away. A claim in that state does not recover: delete it, and make it anew. A class makes a new, empty volume; one made by hand is made first. What was on a disk or in a folder of the node may still be there. To be rid of a volume, delete its claim, and the volume follows. Wrong: `kubectl delete pv NAME` while a claim uses it. Right: `kubectl delete pvc NAME`.

explain-V21-title = A claim cannot be changed
explain-V21-headline = The claim `{ $name }` is there already, and its spec cannot be changed.
explain-V21-headline-grow = The claim `{ $name }` cannot grow: its class does not allow it.
explain-V21-headline-shrink = The claim `{ $name }` cannot get smaller than it is.
explain-V21-because = A claim is bound by what it asked for, so class and access modes are fixed. The size may only grow, where the class allows it.
explain-V21-long = The volume was chosen or made by what the claim asked for. So the API server refuses changes of the spec; the size may only grow, and only for a bound claim whose class has `allowVolumeExpansion: true` (see `kubectl get sc`). Where there is no data yet, delete the claim and make it anew from the corrected file. Where there is, remember that with the policy `Delete` the data goes with the claim: make a second claim and copy.

explain-V22-title = Volume and Pod are on different nodes
explain-V22-headline = The volume `{ $volume }` is on node `{ $node }`, which does not take Pod `{ $pod }`.
explain-V22-headline-gone = No node of this cluster has the volume `{ $volume }` of the Pod `{ $pod }`.
explain-V22-headline-attached = The Pod `{ $holder }` on `{ $node }` has the volume that `{ $pod }` waits for.
explain-V22-because = A volume that is tied to a node can only be used there, so a Pod with the claim `{ $claim }` can run nowhere else.
explain-V22-because-gone = The volume says in `nodeAffinity` on which nodes it is to be had, and none of them is there. A Pod with the claim `{ $claim }` can run nowhere else.
explain-V22-because-attached = The claim `{ $claim }` is `ReadWriteOnce`: one node at a time. A second node gets the volume only when the Pods on the first are gone.
explain-V22-long = Some volumes are part of one node, such as a folder or disk there; others are attached to one node at a time (`ReadWriteOnce`). A Pod that uses one has to run on that node. `kubectl describe pv NAME` shows under `Node Affinity` where a volume is, `kubectl get pods -o wide` where Pods are. Either make room on that node (`kubectl uncordon`, smaller requests), or put an end to the Pod that has the volume, or use a volume that several nodes can share (`ReadWriteMany`). A Deployment with such a claim is updated with `strategy.type: Recreate`, so that the old Pod is gone first. Wrong: two replicas on two nodes with one `ReadWriteOnce` claim. Right: one replica, or a claim with `ReadWriteMany`.

explain-W01-title = Selector and Pod labels differ
explain-W01-headline = The Deployment `{ $name }` looks for `{ $selector }`; its Pods would have `{ $labels }`.
explain-W01-headline-none = The Deployment `{ $name }` looks for `{ $selector }`; its Pods would have no labels.
explain-W01-headline-unseen = The selector in `{ $file }` does not fit the labels of the Pod template.
explain-W01-because = A Deployment finds its own Pods by `spec.selector`. It would never find the ones it makes, so the API server refuses it.
explain-W01-long = In a Deployment the same labels stand twice: below `spec.selector.matchLabels`, by which it finds its Pods, and below `spec.template.metadata.labels`, which its Pods get. Every label of the selector must be among those of the template; the template may have more. Refused: `matchLabels: {"{"}app: web{"}"}` with `labels: {"{"}app: shop{"}"}`. Fine: `app: web` in both places.

explain-W02-title = The selector is missing
explain-W02-headline = `{ $file }` has a Deployment without `spec.selector`.
explain-W02-because = A Deployment has to say by which labels it knows its own Pods. `matchLabels` takes the labels of the Pod template.
explain-W02-because-labels = A Deployment has to say by which labels it knows its own Pods. Below `spec.selector.matchLabels` belongs what the Pod template has: `{ $labels }`.
explain-W02-long = Since `apps/v1` the selector has no default any more. It stands below `spec`, beside `replicas` and `template`: `selector:`, below that `matchLabels:`, below that the labels, such as `app: web`. `kubectl explain deployment.spec.selector` shows what belongs there. A Service, too, has a `spec.selector`, but without `matchLabels`.

explain-W03-title = A selector cannot be changed
explain-W03-headline = The selector of the { $noun } `{ $name }` cannot be changed.
explain-W03-because = With another selector it would lose the Pods it has made. So the field is fixed from the moment it exists.
explain-W03-long = `spec.selector` of a Deployment is immutable: `apply`, `edit` and `patch` are all refused with `field is immutable`. Either keep the selector and change something else, or make the object anew: `kubectl delete deployment web`, then `kubectl apply -f web.yaml`. The Pods are gone in between. Labels of the Pod template may be added at any time, as long as those of the selector stay.

explain-W04-title = There is no container of that name
explain-W04-headline = The { $noun } `{ $name }` has no container called `{ $container }`.
explain-W04-headline-many = The { $noun } `{ $name }` has the containers `{ $names }`, and no `{ $container }`.
explain-W04-headline-one = The container of the { $noun } `{ $name }` is called `{ $names }`, not `{ $container }`.
explain-W04-because = `kubectl set image` takes `CONTAINER=IMAGE`: in front of the equals sign stands the container's name, not the Deployment's or the image's.
explain-W04-long = A Pod can have several containers, so the command has to say which one gets the new image. `kubectl create deployment web --image=nginx:1.26` calls its container after the image: `nginx`. `kubectl describe deployment web` shows the name under `Containers`. Wrong: `kubectl set image deployment/web web=nginx:1.27`. Right: `kubectl set image deployment/web nginx=nginx:1.27`.

explain-W05-title = The rollout is paused
explain-W05-headline = The rollout of `{ $name }` is paused: { $updated } of { $wanted } Pods are new.
explain-W05-headline-refused = The rollout of `{ $name }` is paused, and this command is refused meanwhile.
explain-W05-because = A paused Deployment keeps every change of its Pod template and acts on none of them until the rollout is resumed.
explain-W05-because-refused = A paused Deployment collects changes and does not roll them out. Going back or restarting would be a rollout, so it has to be resumed first.
explain-W05-long = `kubectl rollout pause deployment/NAME` sets `spec.paused: true`. Changes of the Pod template are kept, but no ReplicaSet is made for them; changes of `replicas` still count at once. `kubectl describe deployment NAME` shows `DeploymentPaused` under Conditions. `kubectl rollout resume deployment/NAME` rolls out all the changes since then as one.

explain-W06-title = An update is stuck for its image
explain-W06-headline = The update to `{ $image }` is stuck; the Pods of `{ $before }` still run.
explain-W06-because = The new Pods cannot get their image, and a rolling update keeps old Pods until new ones are Ready. What is wanted is what was there before.
explain-W06-long = In a rolling update a Deployment makes a few new Pods and takes old ones away only as the new ones become Ready. With an image that cannot be had it stops there: the old version goes on serving, and `kubectl rollout status deployment/NAME` waits. `kubectl get rs` shows both versions side by side. Stuck: `kubectl set image deployment/web nginx=nginx:1.82`. Back: `kubectl rollout undo deployment/web`. Forward: `kubectl set image` with an image that exists.

explain-W07-title = A rollout has come to a standstill
explain-W07-headline = The rollout of `{ $name }` has made no progress for { $seconds } seconds.
explain-W07-headline-not-ready = The new Pods of `{ $name }` run, but have not become Ready within { $seconds } seconds.
explain-W07-because = Kubernetes notes this in the condition `Progressing` and does nothing more. The cause is in the new Pods.
explain-W07-because-not-ready = A Pod is Ready when its readiness probes succeed. What they ask and what they met is in the Pod's events.
explain-W07-long = A Deployment expects a rollout to get ahead within `progressDeadlineSeconds`, 600 unless it is set. After that its condition `Progressing` is `False` with the reason `ProgressDeadlineExceeded`, and `kubectl rollout status` ends with an error; nothing is rolled back by itself. It is a sign and not a cause: look at the Pods of the newest ReplicaSet with `kubectl get rs,pods` and `kubectl describe pod NAME`. Waiting on: no way out. A way out: repair what keeps the Pods from being Ready, or `kubectl rollout undo deployment/NAME`.

explain-W08-title = The Deployment has 0 replicas
explain-W08-headline = The Deployment `{ $name }` has no Pods because its replicas are set to 0.
explain-W08-because = The Deployment is healthy: it runs exactly as many Pods as `spec.replicas` says, and that is 0.
explain-W08-long = With 0 replicas the Deployment stays and all its Pods go. As many as wanted are there, so it is `Available`, and `kubectl get deployment NAME` shows `0/0`. `kubectl rollout restart` does not change the number. To run Pods again: `kubectl scale deployment/NAME --replicas=1`.

explain-W09-title = Another number of replicas is wanted
explain-W09-headline = { $replicas ->
    [one] The Deployment `{ $name }` is told to run one Pod, and { $wanted } are wanted.
   *[other] The Deployment `{ $name }` is told to run { $replicas } Pods, and { $wanted } { $wanted ->
        [one] is
       *[other] are
    } wanted.
}
explain-W09-because = The Deployment keeps exactly the number in `spec.replicas`.
explain-W09-long = `spec.replicas` says how many Pods there should be, and the Deployment makes or removes Pods whenever it changes. The column READY of `kubectl get deployment NAME` shows the present and the wanted number. `--replicas` takes the whole number, not how many more: to go from one Pod to two more, it is `--replicas=3` and not `--replicas=2`.

explain-W10-title = The quota has no room left
explain-W10-headline = The quota `{ $quota }` allows `{ $resource }: { $limited }`, and `{ $used }` is in use.
explain-W10-headline-past = The quota `{ $quota }` had no room for `{ $resource }: { $requested }`; now it has.
explain-W10-headline-too-big = The quota `{ $quota }` allows `{ $resource }: { $limited }`; this asks for `{ $requested }`.
explain-W10-because = A quota counts everything in its namespace. What would go beyond it is refused until something else is gone or the quota is raised.
explain-W10-because-past = What was refused is tried again by itself, but after ever longer waits. Asking for it anew does not wait.
explain-W10-because-too-big = What asks for more than the quota as a whole is refused, even in an empty namespace.
explain-W10-long = A ResourceQuota sets how much a namespace may hold together: how many Pods, how much `requests.cpu`, how many claims. The API server refuses what would go beyond it. A Deployment itself is made all the same and then stays short of Pods (`2/3`); the reason is in `kubectl describe replicaset NAME` (`exceeded quota`). `kubectl describe quota` shows Used and Hard side by side. Too many: `kubectl scale deployment/web --replicas=3` with a quota of `pods: "2"`. Fine: `--replicas=2`, or something else deleted first. A quota can be raised only by those who look after the namespace.

explain-W11-title = The quota wants to know what a container needs
explain-W11-headline = The quota `{ $quota }` asks every container to state `{ $resources }`.
explain-W11-headline-container = The container `{ $container }` does not state `{ $resources }`, as the quota `{ $quota }` asks.
explain-W11-headline-past = The quota `{ $quota }` asked for `{ $resources }`, and does so no longer.
explain-W11-because = The quota adds up what containers state. One that states nothing cannot be counted, so it is refused.
explain-W11-because-past = What was refused is tried again by itself, but after ever longer waits. Asking for it anew does not wait.
explain-W11-long = Where a ResourceQuota limits `requests.cpu`, `limits.memory` and the like, every container in the namespace must say how much of that it takes. Otherwise the API server answers `must specify limits.memory`. Refused: a container without `resources`. Fine: `resources: {"{"}limits: {"{"}memory: 128Mi{"}"}{"}"}`. `kubectl describe quota` shows what is limited. A LimitRange can supply values for containers that say nothing.

explain-W12-title = A limit range does not allow that much
explain-W12-headline = At most `{ $resource }: { $bound }` is allowed per { $of }; here it is `{ $actual }`.
explain-W12-headline-min = At least `{ $resource }: { $bound }` is asked per { $of }; here it is `{ $actual }`.
explain-W12-headline-past = A limit range did not allow the `{ $resource }` asked for; now nothing is against it.
explain-W12-headline-ratio = The `{ $resource }` limit may be `{ $bound }` times the request, and is `{ $actual }` times.
explain-W12-headline-unsaid = A limit range asks each { $of } for a { $which } of `{ $resource }` (`{ $bound }`); here is none.
explain-W12-because = A LimitRange of the namespace sets how small and how large a single container, Pod or claim may be. Anything outside is refused.
explain-W12-because-past = What was refused is tried again by itself, but after ever longer waits. Asking for it anew does not wait.
explain-W12-long = A LimitRange is about each single container, Pod or claim, while a ResourceQuota is about all of a namespace together. It can set `min` and `max`, how far limit and request may be apart, and values for containers that state none. What lies outside is refused: `maximum memory usage per Container is 256Mi, but limit is 1Gi`. A Deployment itself is made all the same and then has no Pods; `kubectl describe replicaset NAME` tells why. `kubectl describe limitrange` shows the bounds. Too much: `limits.memory: 1Gi`. Fine: `limits.memory: 256Mi`.

explain-W13-title = There is no such revision
explain-W13-headline = The { $noun } `{ $name }` has no revision { $asked }.
explain-W13-headline-known = The { $noun } `{ $name }` has no revision { $asked }; it has { $revisions }.
explain-W13-because = Each revision is kept as a ReplicaSet. One that was gone back to gets a new number, and its old number is no more.
explain-W13-long = `kubectl rollout history deployment/NAME` lists the revisions, `--revision=N` shows what is in one. The numbers have gaps: going back to revision 1 makes it the newest, under a new number, and 1 is gone. Besides, a Deployment keeps ten old revisions and no more (`spec.revisionHistoryLimit`). Not after revision 1 is gone: `kubectl rollout undo deployment/web --to-revision=1`. Look first: `kubectl rollout history deployment/web`.

explain-W14-title = There is nothing to go back to
explain-W14-headline = The { $noun } `{ $name }` has no earlier revision.
explain-W14-headline-present = Revision { $asked } is the one that the { $noun } `{ $name }` has now.
explain-W14-because = A new revision comes with each change of the Pod template. As long as there is only one, there is nothing before it.
explain-W14-because-present = Going back to the present revision changes nothing: kubectl says `skipped rollback`, and that is no error.
explain-W14-long = `kubectl rollout undo` takes the Pod template of an earlier revision. `kubectl rollout history deployment/NAME` lists them; the last line is the present one. A change of `replicas` makes no revision, and neither does a label of the Deployment itself. A Deployment that was deleted and made again begins with revision 1 and without a past.

explain-W15-title = The change is not in the Pod template
explain-W15-headline = The label `{ $label }` is on the Deployment `{ $name }`, but not in its Pod template.
explain-W15-headline-annotation = The annotation `{ $label }` is on the Deployment `{ $name }`, but not in its Pod template.
explain-W15-because = A Deployment's own labels do not go down to its Pods. Pods are made from `spec.template`, and only a change there starts a rollout.
explain-W15-because-annotation = A Deployment's own annotations do not go down to its Pods. Pods are made from `spec.template`, and only a change there starts a rollout.
explain-W15-long = The manifest of a Deployment has `metadata.labels` twice: at the top those of the Deployment, below `spec.template` those of its Pods. `kubectl label deployment web team=shop` changes the ones at the top. `kubectl get pods --show-labels` shows what the Pods have. To give it to the Pods, put it into `spec.template.metadata.labels` and apply the manifest again, or use `kubectl patch`. A changed template is rolled out as new Pods.

explain-W16-title = The change was made below the Deployment
explain-W16-headline-pod = The Pods were changed, but the Deployment `{ $name }` that makes them was not.
explain-W16-headline-replicas = The Deployment `{ $name }` has set its ReplicaSet back to its own number.
explain-W16-headline-replicaset = The ReplicaSet was changed, but its Deployment `{ $name }` was not.
explain-W16-because = The number of a ReplicaSet is the Deployment's to decide. Only a change of `{ $path }` in the Deployment stays.
explain-W16-because-pod = Only the present Pods have changed. New ones will again follow `{ $path }` of the Deployment.
explain-W16-because-replicaset = A ReplicaSet is made and kept by its Deployment. Only a change of `{ $path }` in the Deployment stays.
explain-W16-long = The Deployment makes ReplicaSets, and those make Pods. What is changed below is set back to what stands above, or is gone with the next Pod. The `ownerReferences` in `kubectl get KIND NAME -o yaml` tell whose an object is. Is set back: `kubectl scale replicaset/web-… --replicas=3`. Stays: `kubectl scale deployment/web --replicas=3`.

explain-W17-title = A ReplicaSet takes a Pod for its own
explain-W17-headline = The ReplicaSet `{ $set }` counts the Pod `{ $pod }`: it has its labels `{ $labels }`.
explain-W17-headline-removed = The Pod `{ $pod }` seems to have been one too many for the ReplicaSet `{ $set }`.
explain-W17-because = A ReplicaSet knows its Pods by their labels alone. One that fits and has no owner is taken over, whoever made it.
explain-W17-because-removed = It has the labels `{ $labels }`, by which that ReplicaSet knows its Pods. It took it over, had enough of them, and deleted it.
explain-W17-long = A ReplicaSet counts the Pods that have all labels of its selector. A Pod made by hand with the same labels is counted too: it gets an owner, a new one is not made, or, where there are enough already, the Pod is deleted at once. Of that only the event `SuccessfulDelete` tells, in `kubectl describe rs NAME`. Taken over: `kubectl run helper --image=nginx:1.27 --labels=app=web` beside a ReplicaSet with `app: web`. Left alone: `--labels=app=helper`. The ReplicaSets of a Deployment ask for `pod-template-hash` as well, so that this seldom happens there.

explain-W18-title = The rollout is still running
explain-W18-headline = { $ready } of { $wanted } new Pods of `{ $name }` are ready.
explain-W18-because = The Deployment removes old Pods as new ones become ready. { $old } of the old version are still there.
explain-W18-long = When the Pod template changes, the Deployment makes a new ReplicaSet, adds new Pods and removes old ones step by step. Until it is done both versions work side by side. `kubectl rollout status deployment/NAME` follows it to the end, and `kubectl get rs` shows the numbers of the two ReplicaSets changing. All it needs is time.

explain-Y01-title = A tab in the manifest
explain-Y01-headline = Line { $line } of `{ $file }` is indented with a tab.
explain-Y01-because = In YAML the indentation says what belongs to what, and only spaces count for it: a tab is not as wide everywhere.
explain-Y01-long = kubectl says `found character that cannot start any token`. Replace the tab by spaces, two for each level. Most editors can be told to write spaces when Tab is pressed. podo's `edit` shows a tab as what it is. Where a file has several documents, kubectl counts the lines from the `---` before, podo from the beginning of the file.

explain-Y02-title = The indentation does not fit
explain-Y02-headline = Near line { $line } of `{ $file }` the indentation does not fit.
explain-Y02-headline-unseen = `{ $file }` is not valid YAML.
explain-Y02-because = What is indented more belongs to the line above it; keys side by side begin in the same column. Compare the line with those around it.
explain-Y02-because-unseen = kubectl could not read the file. The line in its message is where it stumbled; the cause is often in the line before.
explain-Y02-long = YAML knows no brackets for its levels, only columns. Keys of one map stand exactly below one another, items of one list too, each with `- `. kubectl says `mapping values are not allowed in this context` or `did not find expected key`, at the line where it stumbled or one beside it, counted from the `---` before. Right: two spaces more for each level, never a tab.

explain-Y03-title = A space is missing
explain-Y03-headline = In line { $line } of `{ $file }` there is no space behind `{ $sign }`.
explain-Y03-because = Without the space YAML takes the whole line for one text, and stumbles only over the next one. That is the line kubectl names.
explain-Y03-long = A key ends with `: `, a list item begins with `- `; the space belongs to the sign. That is how an image such as `nginx:1.27` can have a colon in it and stay one text. Not a key: `replicas:3`. A key: `replicas: 3`. Not an item: `-name: web`. An item: `- name: web`.

explain-Y04-title = A quote is not closed
explain-Y04-headline = The quote in line { $line } of `{ $file }` is not closed.
explain-Y04-because = All that follows is taken as part of that text, to the end of the file. That is why kubectl names the file's last line.
explain-Y04-long = kubectl says `found unexpected end of stream`. Texts in YAML mostly need no quotes at all; they do where a value would be taken as something else: `"1.0"`, `"true"`, `"yes"`, or where it begins with a sign such as `*` or `{"{"}`. What begins with `"` ends with `"`, what begins with `'` ends with `'`.

explain-Y06-title = There is no such field
explain-Y06-headline = There is no field `{ $path }`.
explain-Y06-headline-line = There is no field `{ $path }` (line { $line } of `{ $file }`).
explain-Y06-headline-near = In line { $line } of `{ $file }` it says `{ $key }`; the field is called `{ $near }`.
explain-Y06-headline-level = In line { $line } of `{ $file }` the field `{ $key }` stands on another level than it belongs.
explain-Y06-because = Every kind of object has its own fields, and names of fields are exact, upper and lower case too. `kubectl explain` lists them.
explain-Y06-because-level = It is wanted at `{ $right }`, and stands at `{ $path }`, where there is no such field. The indentation decides the level.
explain-Y06-long = A field that does not exist is either misspelt or stands on the wrong level; the second is a matter of indentation. `kubectl explain deployment.spec` lists the fields of a level, `--recursive` all below it. Misspelt: `replica: 3`. On the wrong level: `replicas` below `spec.template.spec`. Right: `spec.replicas`. A Pod that Kubernetes made shows all its fields with `kubectl get pod NAME -o yaml`.

explain-Y07-title = A field is missing
explain-Y07-headline = `{ $key }` is missing in `{ $file }`.
explain-Y07-headline-inside = `{ $key }` is missing in `{ $file }`, below `{ $inside }`.
explain-Y07-because = Kubernetes has no default for this field, so the object cannot be made without it.
explain-Y07-long = Most fields have a default, some have to be given: a name and an image for each container, `containers` for each Pod, `port` for each port of a Service, `selector` and `template` for a Deployment. `kubectl explain pod.spec.containers` marks most of them with `-required-`. Sometimes the field is there and stands on another level, so look at the indentation too.

explain-Y08-title = The value is of another type
explain-Y08-headline-list = `{ $path }` in `{ $file }` has to be a list.
explain-Y08-headline-number = `{ $path }` in `{ $file }` has to be a number.
explain-Y08-headline-map = `{ $path }` in `{ $file }` has to be a map of further fields.
explain-Y08-headline-text = `{ $path }` in `{ $file }` has to be a text.
explain-Y08-headline-selector = The `selector` of a Service in `{ $file }` takes the labels directly, without `matchLabels`.
explain-Y08-because-list = Each item of a list begins with `- `, even when there is but one: `- name: web`, and the item's other fields below `name`.
explain-Y08-because-number = Digits without quotes are a number; with quotes around them they are a text.
explain-Y08-because-map = Below it belong fields of its own, indented by two spaces more.
explain-Y08-because-text = A text stands behind the colon, on the same line, and has no further fields below it.
explain-Y08-because-selector = A Deployment writes `matchLabels` under `selector`, because it can choose Pods in other ways too. A Service only knows labels, so they stand directly below.
explain-Y08-long = Every field has a type: text, number, truth value, list or map. `kubectl explain deployment.spec.template.spec.containers` shows it behind the field's name: `<integer>`, `<string>`, and `<[]Container>` for a list. A Pod can have several containers, so `containers` is a list, with `- ` in front of each. A number as a text: `replicas: "3"`. A number: `replicas: 3`.

explain-Y09-title = Kind and apiVersion do not fit
explain-Y09-headline = There is no `{ $what }` in `{ $version }`; `{ $file }` needs `apiVersion: { $right }`.
explain-Y09-because = Kinds are kept in groups, and each group has versions of its own: Pods and Services are in `v1`, Deployments in `apps/v1`.
explain-Y09-long = `apiVersion` is the group and its version; for the oldest kinds there is no group, only `v1`. `kubectl explain deployment` shows the right pair under KIND and VERSION, `kubectl api-resources` that of all kinds. Examples from before 2019 have versions that are gone (`extensions/v1beta1`, `apps/v1beta1`).

explain-Y10-title = The kind is not right
explain-Y10-headline = There is no kind `{ $what }`.
explain-Y10-headline-none = A document in `{ $file }` does not say which `kind` it describes.
explain-Y10-headline-case = The kind `{ $what }` in `{ $file }` is written `{ $right }`.
explain-Y10-headline-near = There is no kind `{ $what }`; in `{ $file }` it has to be `{ $right }`.
explain-Y10-because = In a manifest a kind is written with capitals and in the singular, to the letter: `Deployment`. Commands are not that strict.
explain-Y10-because-none = Every document begins with `apiVersion` and `kind`: they decide how the rest of it is read.
explain-Y10-long = On the command line `deployment`, `deployments` and `deploy` are all the same; in a file only `Deployment` is right. `kubectl api-resources` lists all kinds in the column KIND. Where a file has several documents, each of them needs its own `apiVersion` and `kind`, also the ones behind a `---`.

explain-Y11-title = The apiVersion is missing
explain-Y11-headline = A document in `{ $file }` has no `apiVersion`.
explain-Y11-headline-known = The `{ $what }` in `{ $file }` has no `apiVersion`; it would be `{ $right }`.
explain-Y11-because = Every document begins with `apiVersion` and `kind`: they decide how the rest of it is read.
explain-Y11-long = `apiVersion` says which group and version the kind is from: `v1` for Pods, Services and ConfigMaps, `apps/v1` for Deployments. `kubectl explain KIND` shows it. The name is written `apiVersion`, with a capital V in the middle. Where a file has several documents, each of them needs its own.

explain-Y12-title = A key stands twice
explain-Y12-headline = `{ $key }` stands twice in one place of `{ $file }`; only line { $line } counted.
explain-Y12-headline-documents = In line { $line } of `{ $file }` a second object begins, and no `---` stands before it.
explain-Y12-because = In a map each key has one value. YAML readers take the last one and give no sign of it.
explain-Y12-because-documents = Without `---` the two are read as one, and where both have a key, the second replaces the first: only the second object was made.
explain-Y12-long = kubectl does not complain of a key that stands twice, not even a new one: `created` or `configured` looks as always. The value further down is the one that counts. Two objects in one file have a line `---` between them; without it all keys of the first (`kind`, `metadata`, `spec`) are replaced by those of the second. `kubectl get KIND NAME -o yaml` shows what has arrived.

explain-Y13-title = A label's value is no text
explain-Y13-headline = The value of `{ $key }` in `{ $file }` has to be a text: `"{ $value }"`.
explain-Y13-because = YAML reads bare digits as a number, and `true` and `false` as truth values. Labels and annotations are texts; quotes make them so.
explain-Y13-long = Keys and values of labels, annotations and selectors are always texts. `app: web` is one without quotes; `version: 1`, `version: 1.0` and `ready: true` are not. Not a text: `version: 1`. A text: `version: "1"`. The same goes for the values of environment variables and for the data of a ConfigMap.

explain-Y14-title = There is no such file, or nothing in it
explain-Y14-headline = There is no file `{ $file }` in the working folder.
explain-Y14-headline-near = There is no file `{ $file }`; there is one called `{ $near }`.
explain-Y14-headline-empty = There is no object in `{ $file }`.
explain-Y14-headline-folder = There is no manifest in the folder `{ $file }`.
explain-Y14-because = kubectl looks for the file where the command is typed. `files` shows the folder and what is in it.
explain-Y14-because-empty = The file is empty or has comments only. An editor that was closed without saving leaves it so.
explain-Y14-because-folder = Of a folder kubectl reads the files that end with `.yaml`, `.yml` or `.json`, and nothing in folders below it (unless `-R` is given).
explain-Y14-long = `-f` takes a file, several (`-f a.yaml -f b.yaml`), or a folder. A path is meant from the folder the command is typed in; in podo that is the lesson's working folder. `files` lists it, `edit web.yaml` opens a file there and makes it where it is not there yet. Endings matter for folders: `web.yaml.txt` is not read.

explain-Y15-title = The file was not applied
explain-Y15-headline = What `{ $file }` says has not been applied to the { $noun } `{ $name }` yet.
explain-Y15-headline-never = The { $subject } `{ $name }` is written in `{ $file }`, and the file has not been applied.
explain-Y15-because = A file is a file on your machine. The cluster learns of what is in it only by `kubectl apply`.
explain-Y15-long = Saving a manifest changes nothing on the cluster. `kubectl diff -f web.yaml` shows what applying would change, `kubectl apply -f web.yaml` does it. Applying a file once more is harmless: where nothing differs, kubectl says `unchanged`. In an editor of your own the file has to be saved first.

explain-Y17-title = Deleted by another label
explain-Y17-headline = Nothing has the label `{ $selector }`, so nothing was deleted.
explain-Y17-headline-has = Nothing has the label `{ $selector }`; the { $noun } `{ $name }` has `{ $labels }`.
explain-Y17-headline-no-kind = The command says by which label to delete, but not which kinds.
explain-Y17-headline-name = A name and a label were given; kubectl takes one of the two.
explain-Y17-headline-too-much = The { $subject } `{ $name }` is gone: it had the label `{ $selector }` too.
explain-Y17-because = kubectl says `No resources found`, and to it that is a success: all that has the label is gone. So look first, with `get -l`.
explain-Y17-because-no-kind = A label is no address: kubectl has to know among which kinds to look for it, as in `deployments,services`.
explain-Y17-because-name = A name means one object, a label all that carry it. Leave out the one that is not meant.
explain-Y17-because-too-much = A deletion by label takes everything that carries it, and does not ask. `kubectl get` with the same `-l` would have listed it beforehand. `reset` brings back the start state.
explain-Y17-long = `kubectl delete deployments,services -l app=web` deletes all Deployments and Services of the namespace that carry the label. It is the label of the object itself that counts, not that of its Pods. `kubectl get deployments,services --show-labels` shows who carries what, and `kubectl get deployments,services -l app=web` lists exactly what the deletion would take. `--dry-run=client` behind the deletion says it without doing it.

explain-Y18-title = The label has a value already
explain-Y18-headline = `{ $key }` has the value `{ $value }` already, and was not changed.
explain-Y18-because = kubectl does not write over a label or annotation unless it is told so: something may rely on the old value.
explain-Y18-long = `kubectl label deployment web app=shop` puts a label where there is none of that key. Where there is one, `--overwrite` replaces it, and `kubectl label deployment web app-` takes it away. Selectors look at labels, so a changed one can cut off a Service from its Pods: see first who selects by it.

explain-Y19-title = A command has changed what the file says
explain-Y19-headline = `{ $field }` of `{ $name }` is not as in `{ $file }`: another command changed it.
explain-Y19-headline-behind = A command has changed `{ $field }` of the { $noun } `{ $name }` from `{ $was }` to `{ $live }`.
explain-Y19-because = The file was applied, and then the live object was changed past it. The next `kubectl apply` sets the field back to what the file says.
explain-Y19-because-behind = The live value may be right, but it was not applied from `{ $file }`: the next `kubectl apply` of the old file would take it back. Put it into the file, and apply that.
explain-Y19-long = Whoever keeps objects in files changes the file and applies it. `kubectl scale`, `set image`, `edit` and `patch` change the live object only: the file does not know of it, and the next `apply`, whoever runs it, undoes it. `kubectl diff -f web.yaml` shows where the two have come apart. Either apply the file again, or write the change into the file, and then apply it.

explain-Y20-title = A field that the file does not have stays
explain-Y20-headline = `{ $field }` is not in `{ $file }`, and stays on the { $noun } `{ $name }`.
explain-Y20-because = `kubectl apply` takes away only what an earlier `apply` had put there. This field came in another way.
explain-Y20-long = `kubectl apply` compares three things: the file, the live object, and what it applied last time, which it keeps in an annotation of the object. A field that was in the last one and is not in the file is removed. A field that came by `kubectl create`, `set`, `edit` or `patch` was never in there, and is left alone. `kubectl replace -f web.yaml` makes the object as the file says, with nothing else.

explain-Y21-title = An amount that Kubernetes does not read
explain-Y21-headline = The command was refused: an amount in it is not written as Kubernetes writes amounts.
explain-Y21-headline-file = `{ $value }` in `{ $file }` is not how Kubernetes writes an amount.
explain-Y21-headline-near = `{ $value }` in `{ $file }` is written `{ $right }` in Kubernetes.
explain-Y21-because = An amount is a number with a unit directly behind it: `Mi` and `Gi` for memory and storage, `m` for thousandths of a CPU. There is no `B` at the end.
explain-Y21-long = Amounts of memory and storage are bytes with a unit: `Ki`, `Mi`, `Gi` (1024, 1024², 1024³) or `k`, `M`, `G` (1000, 1000², 1000³). Those of CPU are whole CPUs or thousandths: `1`, `500m`, `0.5`. Capitals count: `m` is a thousandth, so `128m` of memory is about nothing. Wrong: `100MiB`, `1 Gi`, `2GB`. Right: `100Mi`, `1Gi`, `2G`.
