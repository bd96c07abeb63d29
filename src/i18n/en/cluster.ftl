### The cluster: what goes wrong in finding, reaching and using it. What, where, what next.

cluster-none = There is no running minikube.
cluster-none-files = Looked for in the kubeconfig: { $files }
cluster-none-contexts = Contexts in it: { $contexts }
cluster-none-no-contexts = It has no contexts.
cluster-none-no-file = There is no such file.
cluster-none-tried = `{ $context }` ({ $server }): { $outcome }
cluster-none-tried-no-server = `{ $context }`: { $outcome }
cluster-none-not-minikube = answers, and is not a minikube
cluster-none-next = What you can do next:
cluster-none-next-minikube = where minikube is installed: `minikube start --driver=docker`
cluster-none-next-sandbox = to practise on podo's own simulated cluster: `podo --cluster sandbox`
cluster-none-next-context = to use another cluster: `podo --cluster context:NAME`
cluster-none-next-doctor = to see what is there and what is missing: `podo doctor`
cluster-unreachable = The cluster of the context `{ $context }` ({ $server }) does not answer: { $outcome }

cluster-reason-forbidden = not allowed (403)
cluster-reason-unauthorized = it does not accept the credentials (401)
cluster-reason-not-served = it does not serve objects of this kind
cluster-reason-not-included = the file does not have it
cluster-reason-timeout = no answer in time
cluster-reason-refused = nothing listens at that address; the cluster may be stopped
cluster-reason-dns = the server's name is not known
cluster-reason-certificate = the server's certificate does not belong to this kubeconfig
cluster-reason-expired = a certificate has expired
cluster-reason-kubeconfig = the kubeconfig cannot be used
cluster-reason-other = an unexpected answer
cluster-outcome = { $reason } ({ $message })

cluster-file = `{ $path }` cannot be written: { $detail }. Name a folder that you may write to.
cluster-kubeconfig-missing = There is no kubeconfig: { $files }. `minikube start` makes one.
cluster-kubeconfig-unreadable = The file `{ $file }` cannot be read: { $detail }
cluster-kubeconfig-broken = The kubeconfig `{ $file }` cannot be read at line { $line }: { $detail }. Look at that line or the one before.
cluster-kubeconfig-no-current = The kubeconfig has no current context. It has: { $known }
cluster-kubeconfig-unknown = There is no context `{ $context }`. There are: { $known }
cluster-kubeconfig-unknown-near = There is no context `{ $context }`; the nearest is `{ $nearest }`. There are: { $known }
cluster-kubeconfig-cluster = The context `{ $context }` names the cluster `{ $cluster }`, which has no address in the kubeconfig.
cluster-kubeconfig-user = The context `{ $context }` names the user `{ $user }`, who is not in the kubeconfig.
cluster-kubeconfig-control = A name in the kubeconfig has control characters, so it is not used: { $name }
cluster-kubeconfig-unwritable = podo's own kubeconfig `{ $file }` cannot be written: { $detail }

cluster-namespace-foreign = podo did not make the namespace `{ $name }` for this lesson, so it will not use it. If it has to keep that name, name another one with `--namespace`.
cluster-namespace-terminating = The namespace `{ $name }` is being deleted. Try again in a moment.
cluster-namespace-missing = There is no namespace `{ $name }`. podo makes its own when the lesson is started again; one named with `--namespace` has to be there before.
cluster-namespace-assigned = podo did not make the namespace `{ $name }`, so it does not delete it.
cluster-namespace-left = Something is still there in the namespace `{ $name }`: { $left }. Try again in a moment.
cluster-request = The cluster could not do what it was asked: { $outcome }

cluster-run-missing = The program `{ $program }` is not installed, or not on the PATH. Install it and try again.
cluster-run-start = The program `{ $program }` could not be started: { $detail }
cluster-run-timeout = The program `{ $program }` did not end in time and was stopped.
cluster-folder = `{ $path }` cannot be used: { $detail }
cluster-step = A command that prepares the start state failed (line { $line }): `{ $command }`: { $detail }
cluster-step-wait = The start state was not there within { $seconds } seconds (line { $line }). `reset` tries again.
cluster-step-cause = The cause ({ $code }): { $headline }
cluster-step-file = The lesson has no file `{ $name }`.
cluster-step-value = The value of line { $line } could not be found on the cluster: { $detail }
cluster-paths = podo found no folder for its files: { $detail }. Check the environment variable HOME, or name a folder with PODO_HOME.
cluster-io = Reading or writing failed: { $detail }
cluster-no-lesson = There is no lesson or exercise `{ $name }`. There are: { $known }
cluster-exists = `{ $path }` is there already and was not overwritten. Use another name, or `--dir`.
cluster-store-newer = The file `{ $path }` was written by a newer podo (form { $found }, this one reads up to { $supported }). It was left as it is; install the newer podo.
cluster-store-busy = Another podo is using the file `{ $path }`. Try again in a moment.
cluster-store = `{ $path }` could not be read or written: { $detail }
