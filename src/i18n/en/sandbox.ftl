### The embedded sandbox: where it stands, what is simulated, what is wrong with it.

## At the prompt

sandbox-welcome = Welcome to podo. Practising on podo's sandbox, a simulated cluster inside podo (Kubernetes { $version }).
sandbox-welcome-instead = No minikube is running, so podo took its sandbox. Once `minikube start` has succeeded, podo takes minikube the next time it is started.
sandbox-welcome-honest = The API and all objects are as on any cluster, and kubectl is the real one. Containers, images and the network are simulated: `podo sandbox --help` says how far.
sandbox-place = { $context } ({ $server }, { $version }), simulated
sandbox-no-minikube = You are practising on the sandbox, which no `minikube` command reaches. To run it all the same, on a cluster of its own: `shell { $line }`
sandbox-no-docker = You are practising on the sandbox. Images that docker builds here do not get there.

## podo sandbox

sandbox-serves =
    { $nodes ->
        [one] The sandbox runs at { $server }: Kubernetes { $version }, { $nodes } Node.
       *[other] The sandbox runs at { $server }: Kubernetes { $version }, { $nodes } Nodes.
    }
sandbox-joined = The sandbox runs in another podo already (process { $process }). When that one leaves, this one goes on serving.
sandbox-nodes-ignored = `--nodes` counts where the sandbox is started, which the other podo has done.
sandbox-simulated = Containers, images and the network are simulated.
sandbox-how-to-end = Ctrl-C ends it. What is in the cluster is kept for the next time.
sandbox-ended = The sandbox has ended. What was in the cluster is kept.
sandbox-left = Left. The other podo still serves the sandbox.

sandbox-status-state = State
sandbox-status-runs = runs in process { $process }
sandbox-status-stopped = does not run; `podo sandbox` or the tutor starts it
sandbox-status-server = Address
sandbox-status-kubeconfig = Kubeconfig
sandbox-status-holds = In it
sandbox-status-objects =
    { $nodes ->
        [one] { $nodes } Node
       *[other] { $nodes } Nodes
    }, { $namespaces ->
        [one] { $namespaces } Namespace
       *[other] { $namespaces } Namespaces
    }, { $pods ->
        [one] { $pods } Pod
       *[other] { $pods } Pods
    }
sandbox-status-fresh = nothing yet
sandbox-status-folder = Folder
sandbox-status-saved = Saved states
sandbox-status-none = none

sandbox-saved = The state of the sandbox is saved as `{ $name }`.
sandbox-loaded = The sandbox goes on from `{ $name }`.
sandbox-deleted = The saved state `{ $name }` is deleted.
sandbox-was-reset = The sandbox begins with a fresh cluster.
sandbox-overwrite-ask = There is a saved state `{ $name }` already. Replace it?
sandbox-load-ask = What is in the sandbox now will be replaced by `{ $name }`. Go on?
sandbox-reset-ask = Everything in the sandbox will be deleted; saved states stay. Go on?
sandbox-delete-ask = Delete the saved state `{ $name }`?
sandbox-unchanged = Nothing was changed.

## What is wrong with it

sandbox-damaged = The state of the sandbox was damaged and is kept as `{ $path }`. The cluster is a fresh one.
sandbox-start = The sandbox could not be started: { $detail }
sandbox-silent = Another podo serves the sandbox and does not answer. It may have been suspended with Ctrl-Z: `fg` in its terminal lets it go on, and ending it lets another podo take over.
sandbox-runs = The sandbox runs in another podo (process { $process }). This is possible when that one has ended: with `quit`, or Ctrl-C for `podo sandbox`.
sandbox-not-saved = There is no saved state `{ $name }`. There are: { $known }
sandbox-not-saved-none = There is no saved state `{ $name }`, and no other yet: `podo sandbox save NAME` makes one.
sandbox-ended-unexpectedly = The sandbox ended unexpectedly. Please report this.
sandbox-not-kept = What happened in the sandbox last could not be kept: { $detail }
